import { expect, it } from 'vitest';
import { decodeExactBase64 } from './decode-exact-base64.ts';

/** Which of the alphabets takes it. */
it.each([
  ['', 'both'],
  ['Zm9v', 'both'],
  ['Zg==', 'base64'],
  ['/+8=', 'base64'],
  ['Zg', 'base64url'],
  ['_-8', 'base64url'],
  ['Zh==', 'neither'],
  ['Zh', 'neither'],
  ['Z', 'neither'],
  ['Zg=', 'neither'],
  ['Zg==Zg==', 'neither'],
  [' Zg==', 'neither'],
  ['!', 'neither'],
  ['_-8=', 'neither'],
  ['/+8', 'neither'],
  ['Zm9v\n', 'neither'],
  ['Zm 9v', 'neither'],
  ['Zm9v=', 'neither'],
  ['é', 'neither'],
])('%j: %s', (text, expected) => {
  const takers = (['base64', 'base64url'] as const).filter((alphabet) => decodeExactBase64(text, alphabet) !== undefined);
  expect(takers.length === 2 ? 'both' : (takers[0] ?? 'neither')).toBe(expected);
});

it('gives the bytes', () => {
  expect([decodeExactBase64('/+8=')?.toString('hex'), decodeExactBase64('_-8', 'base64url')?.toString('hex')]).toEqual(['ffef', 'ffef']);
});

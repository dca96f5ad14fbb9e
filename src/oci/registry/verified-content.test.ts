import { expect, it } from 'vitest';
import { computeDigest } from '../document/verify-digest.ts';
import { verifiedContent } from './verified-content.ts';

const bytes = Buffer.from('hello world');
const digest = computeDigest('sha256', bytes);

async function* pieces(...parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(Buffer.from(part));
}

async function read(content: AsyncIterable<Uint8Array>): Promise<string> {
  const got: Uint8Array[] = [];
  try {
    for await (const chunk of content) got.push(chunk);
    return Buffer.concat(got).toString();
  } catch (error) {
    return `${Buffer.concat(got).toString()}! ${(error as { code: string }).code}`;
  }
}

it.each([
  [['hello world'], 11, 'hello world'],
  [['', 'hello', '', ' world', ''], 11, 'hello world'],
  // Never the last piece of something wrong.
  [['hello', ' worle'], 11, 'hello! DIGEST_MISMATCH'],
  [['hello'], 11, '! DIGEST_MISMATCH'],
  [['hello', ' world', '!'], 11, 'hello! DIGEST_MISMATCH'],
  [['hello world'], 10, '! DIGEST_MISMATCH'],
  [[], 11, '! DIGEST_MISMATCH'],
])('%j of %d bytes', async (parts, size, expected) => {
  expect(await read(verifiedContent(pieces(...parts), { digest, size }, 'w'))).toBe(expected);
});

it('accepts empty content with size 0', async () => {
  expect(await read(verifiedContent(pieces(), { digest: computeDigest('sha512', new Uint8Array()), size: 0 }, 'w'))).toBe('');
});

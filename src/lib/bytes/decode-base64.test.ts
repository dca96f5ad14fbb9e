import { expect, it } from 'vitest';
import { decodeBase64 } from './decode-base64.ts';

it.each([
  ['', ''],
  ['Zg==', 'f'],
  ['Zg', 'f'],
  ['Zm8=', 'fo'],
  ['Zm9v', 'foo'],
  ['/+8=', '\xff\xef'],
  ['_-8=', '\xff\xef'],
  ['_-8', '\xff\xef'],
])('decodes %j', (text, bytes) => {
  expect(decodeBase64(text)?.toString('latin1')).toBe(bytes);
});

it.each(['Zh==', 'Zg=', 'Z', 'Zg===', 'Zm9v\n', ' Zm9v', 'Zm9v=', '_+8=', '/-8=', 'Zm%v', 'Zm9=v', 'é'])('refuses %j', (text) => {
  expect(decodeBase64(text)).toBeUndefined();
});

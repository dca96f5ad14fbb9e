import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { openSecretbox, sealSecretbox } from './secretbox.ts';
import { poly1305 } from './poly1305.ts';

// tests/secretbox.c of NaCl (public domain): key, nonce, plaintext and what they give.
const key = Buffer.from('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389', 'hex');
const nonce = Buffer.from('69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37', 'hex');
const plaintext = Buffer.from(
  'be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31' +
    '0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705',
  'hex',
);

/** What libsodium makes of the same; `undefined` where it is not installed. */
function sodium(message: Buffer): string | undefined {
  const script = [
    'import ctypes, sys',
    "s = ctypes.CDLL('libsodium.so.23')",
    'm, n, k = (bytes.fromhex(a) for a in sys.argv[1:])',
    'c = ctypes.create_string_buffer(len(m) + 16)',
    's.crypto_secretbox_easy(c, m, ctypes.c_ulonglong(len(m)), n, k)',
    'print(c.raw.hex())',
  ].join('\n');
  try {
    return execFileSync('python3', ['-c', script, ...[message, nonce, key].map((bytes) => bytes.toString('hex'))], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}

describe('secretbox', () => {
  it("gives NaCl's bytes", () => {
    const box = sealSecretbox(plaintext, nonce, key);
    expect(box.subarray(0, 32).toString('hex')).toBe('f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce');
    expect(box.length).toBe(plaintext.length + 16);
    expect(openSecretbox(box, nonce, key)).toEqual(plaintext);
  });

  const hasSodium = sodium(Buffer.of(1)) !== undefined;
  it.skipIf(!hasSodium).each([1, 31, 32, 33, 63, 64, 65, 96, 97, 131, 1_000])("gives libsodium's bytes for %i bytes", (length) => {
    const message = Buffer.from(Array.from({ length }, (_, at) => (at * 7) & 255));
    expect(sealSecretbox(message, nonce, key).toString('hex')).toBe(sodium(message));
  });

  it('opens nothing that was changed by a bit, cut, or made with another key or nonce', () => {
    const box = sealSecretbox(plaintext, nonce, key);
    for (let bit = 0; bit < box.length * 8; bit++) expect(openSecretbox(flipped(box, bit), nonce, key)).toBeUndefined();
    for (let length = 0; length < box.length; length++) expect(openSecretbox(box.subarray(0, length), nonce, key)).toBeUndefined();
    for (let bit = 0; bit < 256; bit++) expect(openSecretbox(box, nonce, flipped(key, bit))).toBeUndefined();
    for (let bit = 0; bit < 192; bit++) expect(openSecretbox(box, flipped(nonce, bit), key)).toBeUndefined();
  });

  it('opens what it sealed, whatever its length', () => {
    for (let length = 0; length < 200; length++) {
      const message = plaintext.subarray(0, length % plaintext.length);
      expect(openSecretbox(sealSecretbox(message, nonce, key), nonce, key)).toEqual(message);
    }
  });
});

// RFC 8439, section 2.5.2 and appendix A.3, vectors 1, 7, 8 and 9.
it.each([
  [
    '85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b',
    '43727970746f6772617068696320466f72756d2052657365617263682047726f7570',
    'a8061dc1305136c6c22b8baf0c0127a9',
  ],
  ['00'.repeat(32), '00'.repeat(64), '00'.repeat(16)],
  ['02'.padEnd(64, '0'), 'ff'.repeat(16), '03'.padEnd(32, '0')],
  [`02${'00'.repeat(15)}${'ff'.repeat(16)}`, `02${'00'.repeat(15)}`, '03'.padEnd(32, '0')],
  ['01'.padEnd(64, '0'), `${'ff'.repeat(16)}f0${'ff'.repeat(15)}11${'00'.repeat(15)}`, '05'.padEnd(32, '0')],
])('authenticates as RFC 8439 says: %s', (oneTimeKey, message, tag) => {
  expect(poly1305(Buffer.from(oneTimeKey, 'hex'), Buffer.from(message, 'hex')).toString('hex')).toBe(tag);
});

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}

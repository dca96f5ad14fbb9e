import { timingSafeEqual } from 'node:crypto';
import { poly1305 } from './poly1305.ts';
import { xsalsa20Stream } from './salsa20.ts';

/** Bytes of the authenticator that stands before the ciphertext. */
const tagBytes = 16;

/** Encrypts with NaCl's crypto_secretbox (XSalsa20 and Poly1305; Cryptography in NaCl, section 9). `nonce` has 24 bytes, `key` 32. */
export function sealSecretbox(plaintext: Uint8Array, nonce: Uint8Array, key: Uint8Array): Buffer {
  const stream = xsalsa20Stream(key, nonce, 32 + plaintext.length);
  const ciphertext = xor(plaintext, stream.subarray(32));
  return Buffer.concat([poly1305(stream, ciphertext), ciphertext]);
}

/** What {@link sealSecretbox} encrypted; `undefined` when the key is another or the bytes were changed. */
export function openSecretbox(box: Uint8Array, nonce: Uint8Array, key: Uint8Array): Buffer | undefined {
  if (box.length < tagBytes) return undefined;
  const ciphertext = box.subarray(tagBytes);
  const stream = xsalsa20Stream(key, nonce, 32 + ciphertext.length);
  if (!timingSafeEqual(poly1305(stream, ciphertext), box.subarray(0, tagBytes))) return undefined;
  return xor(ciphertext, stream.subarray(32));
}

function xor(bytes: Uint8Array, stream: Uint8Array): Buffer {
  return Buffer.from(bytes.map((byte, at) => byte ^ stream[at]!));
}

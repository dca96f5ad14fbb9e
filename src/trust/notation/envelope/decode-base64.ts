import { Buffer } from 'node:buffer';

/** The bytes of a text in exactly one spelling: no other alphabet, padding, line breaks or spare bits; `undefined` otherwise. */
export function decodeBase64(text: string, alphabet: 'base64' | 'base64url'): Uint8Array | undefined {
  const bytes = Buffer.from(text, alphabet);
  return bytes.toString(alphabet) === text ? bytes : undefined;
}

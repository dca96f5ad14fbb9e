import { type KeyObject, sign } from 'node:crypto';

const hashByCurve: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'sha256'],
  ['secp384r1', 'sha384'],
  ['secp521r1', 'sha512'],
]);

/** Signs by the default of the key's kind: ECDSA in DER with the hash of the curve's size, RSA PKCS #1 v1.5 with SHA-256, Ed25519 without prehash. */
export function signBytes(key: KeyObject, bytes: Uint8Array): Buffer {
  const hash = hashByCurve.get(key.asymmetricKeyDetails?.namedCurve ?? '') ?? 'sha256';
  return sign(key.asymmetricKeyType === 'ed25519' ? null : hash, bytes, key);
}

import { type KeyObject } from 'node:crypto';

const byCurve: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'PKIX_ECDSA_P256_SHA_256'],
  ['secp384r1', 'PKIX_ECDSA_P384_SHA_384'],
  ['secp521r1', 'PKIX_ECDSA_P521_SHA_512'],
]);

/** The name of a key with the way it signs (protobuf-specs, sigstore_common.proto, PublicKeyDetails); `undefined` for those that have none. */
export function keyDetails(key: KeyObject): string | undefined {
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ed25519') return 'PKIX_ED25519';
  if (key.asymmetricKeyType === 'rsa' && [2_048, 3_072, 4_096].includes(modulusLength)) return `PKIX_RSA_PKCS1V15_${modulusLength}_SHA256`;
  return byCurve.get(namedCurve);
}

/** The hash that the key signs by; it decides which digest an entry of a message has. */
export function signatureHash(key: KeyObject): 'sha256' | 'sha384' | 'sha512' {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === 'ed25519' || curve === 'secp521r1') return 'sha512';
  return curve === 'secp384r1' ? 'sha384' : 'sha256';
}

import { createPublicKey, type KeyObject } from 'node:crypto';
import { type SignatureMethod, type VerificationKey } from './verification-key.ts';

/** Why a key is not taken, for the caller to put the code to. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
}

/**
 * A key that sigstore's algorithm registry names (sigstore/architecture-docs, algorithm-registry.md): ECDSA on P-256, P-384 or P-521, RSA from
 * 2048 bits on, Ed25519 and Ed25519ph, which cosign signs with. Throws {@link KeyRefused} for every other.
 */
export function toVerificationKey(key: KeyObject): VerificationKey {
  return { key, methods: methodsOf(key), publicKeyInfo: key.export({ type: 'spki', format: 'der' }) };
}

/** The same of SubjectPublicKeyInfo or, as old trusted roots have it, PKCS #1 (RFC 8017, appendix A.1.1). */
export function readVerificationKey(der: Buffer, type: 'spki' | 'pkcs1' = 'spki'): VerificationKey {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: der, format: 'der', type });
  } catch (cause) {
    throw new KeyRefused('it cannot be read', { cause });
  }
  const result = toVerificationKey(key);
  // OpenSSL reads past trailing bytes and odd encodings; one key has one spelling.
  const encoded = type === 'spki' ? result.publicKeyInfo : key.export({ type, format: 'der' });
  if (!encoded.equals(der)) throw new KeyRefused('it is not in canonical DER');
  return result;
}

function methodsOf(key: KeyObject): readonly SignatureMethod[] {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return [{ scheme: 'ed25519' }, { scheme: 'ed25519ph', hash: 'sha512' }];
  if (type === 'ec')
    return ecdsaMethods[details?.namedCurve ?? ''] ?? refuse(`curve ${details?.namedCurve} is not used for signing images`);
  if (type !== 'rsa') return refuse(`${type} keys are not used for signing images`);
  const bits = details?.modulusLength ?? 0;
  if (bits < 2048 || bits > 8192) return refuse(`its ${bits} bits are not between 2048 and 8192`);
  return [
    { scheme: 'rsa-pkcs1v15', hash: 'sha256' },
    { scheme: 'rsa-pss', hash: 'sha256' },
  ];
}

/** cosign signs with SHA-256 by default for every curve; sigstore's algorithm registry pairs each curve with a hash of its size. */
const ecdsaMethods: Readonly<Record<string, readonly SignatureMethod[]>> = {
  prime256v1: [{ scheme: 'ecdsa', hash: 'sha256' }],
  secp384r1: [
    { scheme: 'ecdsa', hash: 'sha384' },
    { scheme: 'ecdsa', hash: 'sha256' },
  ],
  secp521r1: [
    { scheme: 'ecdsa', hash: 'sha512' },
    { scheme: 'ecdsa', hash: 'sha256' },
  ],
};

function refuse(reason: string): never {
  throw new KeyRefused(reason);
}

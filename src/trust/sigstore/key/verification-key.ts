import { constants, createHash, type KeyObject, verify } from 'node:crypto';
import { isEd25519phOverDigest } from './ed25519-prehash.ts';

/** A public key together with the ways in which it may have signed; signatures of any other kind are not tried. */
export interface VerificationKey {
  readonly key: KeyObject;
  readonly methods: readonly SignatureMethod[];
  /** SubjectPublicKeyInfo as DER (RFC 5280, section 4.1.2.7). */
  readonly publicKeyInfo: Buffer;
}

/**
 * Hash and, of RSA, padding (RFC 8017); of ECDSA the signature is DER (RFC 3279, section 2.2.3). Ed25519 signs the content, Ed25519ph its SHA-512
 * (RFC 8032).
 */
export type SignatureMethod =
  | { readonly scheme: 'ecdsa' | 'rsa-pkcs1v15' | 'rsa-pss'; readonly hash: 'sha256' | 'sha384' | 'sha512' }
  | { readonly scheme: 'ed25519' }
  | { readonly scheme: 'ed25519ph'; readonly hash: 'sha512' };

/** Whether one of the key's methods gives this signature over the bytes. Anything that OpenSSL cannot read counts as no. */
export function isSignatureBy(key: VerificationKey, message: Uint8Array, signature: Uint8Array): boolean {
  return key.methods.some((method) => isSignature(key.key, method, message, signature));
}

/** SHA-256 of the SubjectPublicKeyInfo in hexadecimal; logs name keys by it (RFC 6962, section 3.2). */
export function keyFingerprint(key: VerificationKey): string {
  return createHash('sha256').update(key.publicKeyInfo).digest('hex');
}

function isSignature(key: KeyObject, method: SignatureMethod, message: Uint8Array, signature: Uint8Array): boolean {
  // Node takes whatever algorithm the key has, and passes over options of another.
  if (key.asymmetricKeyType !== keyTypes[method.scheme]) return false;
  if (method.scheme === 'ed25519ph') return isEd25519phOverDigest(key, createHash(method.hash).update(message).digest(), signature);
  try {
    return verify(method.scheme === 'ed25519' ? null : method.hash, message, { key, ...encodings[method.scheme] }, signature);
  } catch {
    return false;
  }
}

const keyTypes = { ecdsa: 'ec', 'rsa-pkcs1v15': 'rsa', 'rsa-pss': 'rsa', ed25519: 'ed25519', ed25519ph: 'ed25519' } as const;

const encodings = {
  ecdsa: { dsaEncoding: 'der' },
  'rsa-pkcs1v15': { padding: constants.RSA_PKCS1_PADDING },
  // RFC 8017, section 9.1: the salt is as long as the hash, as every signer of images makes it.
  'rsa-pss': { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  ed25519: {},
} as const;

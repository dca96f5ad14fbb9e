import { createHash } from 'node:crypto';
import { isSignatureBy, type VerificationKey } from './verification-key.ts';

export type HashAlgorithm = 'sha256' | 'sha384' | 'sha512';

/** What a signature is over: the bytes themselves, or content of which only the digest is known (`message-by-digest.ts`). */
export interface SignedMessage {
  hasDigest(algorithm: HashAlgorithm, digest: Uint8Array): boolean;
  isSignedBy(key: VerificationKey, signature: Uint8Array): boolean;
}

export function messageOf(bytes: Uint8Array): SignedMessage {
  return {
    hasDigest: (algorithm, digest) => createHash(algorithm).update(bytes).digest().equals(digest),
    isSignedBy: (key, signature) => isSignatureBy(key, bytes, signature),
  };
}

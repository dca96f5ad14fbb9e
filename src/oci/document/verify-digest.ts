import { createHash } from 'node:crypto';
import { digestAlgorithm, toDigest, type Digest, type DigestAlgorithm } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

export function computeDigest(algorithm: DigestAlgorithm, bytes: Uint8Array): Digest {
  return toDigest(algorithm, createHash(algorithm).update(bytes).digest('hex'));
}

/** Throws DIGEST_MISMATCH, naming `what`. */
export function verifyDigest(bytes: Uint8Array, expected: Digest, what: string): void {
  const actual = computeDigest(digestAlgorithm(expected), bytes);
  if (actual !== expected) throw new PratiqueError('DIGEST_MISMATCH', `${what}: expected ${expected}, got ${actual}`);
}

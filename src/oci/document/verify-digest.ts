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

/** The same, and that the size is the one in the descriptor, which runtimes and mirrors check too. */
export function verifyContent(bytes: Uint8Array, { digest, size }: { readonly digest: Digest; readonly size: number }, what: string): void {
  verifyDigest(bytes, digest, what);
  verifySize(bytes, size, what);
}

/** Throws DIGEST_MISMATCH: a size that differs is a mistake of the descriptor's author, or an attack. */
export function verifySize(bytes: Uint8Array, size: number, what: string): void {
  if (bytes.length !== size)
    throw new PratiqueError('DIGEST_MISMATCH', `${what} has ${bytes.length} bytes, and its descriptor says ${size}`);
}

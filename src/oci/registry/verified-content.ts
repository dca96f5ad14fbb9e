import { createHash } from 'node:crypto';
import { digestAlgorithm, toDigest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type BlobDescriptor } from './fetched-manifest.ts';

/**
 * The bytes as they arrive, the last chunk only after all of them match the descriptor, so that a receiver never stores complete content that is wrong.
 * Throws DIGEST_MISMATCH, naming `what`.
 */
export async function* verifiedContent(
  content: AsyncIterable<Uint8Array>,
  { digest, size }: BlobDescriptor,
  what: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash(digestAlgorithm(digest));
  let length = 0;
  let held: Uint8Array | undefined;
  for await (const chunk of content) {
    length += chunk.length;
    if (length > size) throw new PratiqueError('DIGEST_MISMATCH', `${what}: more than the ${size} bytes in its descriptor`);
    hash.update(chunk);
    if (chunk.length === 0) continue;
    if (held !== undefined) yield held;
    held = chunk;
  }
  const actual = toDigest(digestAlgorithm(digest), hash.digest('hex'));
  if (length !== size || actual !== digest) throw new PratiqueError('DIGEST_MISMATCH', `${what}: got ${length} bytes with ${actual}`);
  if (held !== undefined) yield held;
}

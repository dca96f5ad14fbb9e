import { createHash } from 'node:crypto';
import { digestAlgorithm, toDigest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type BlobDescriptor } from './fetched-manifest.ts';

/**
 * The bytes as they come, the last of them only when all are what the descriptor says: whoever stores them never has a whole that is wrong.
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
    if (length > size) throw new PratiqueError('DIGEST_MISMATCH', `${what}: more than the ${size} bytes that its descriptor says`);
    hash.update(chunk);
    if (chunk.length === 0) continue;
    if (held !== undefined) yield held;
    held = chunk;
  }
  const actual = toDigest(digestAlgorithm(digest), hash.digest('hex'));
  if (length !== size || actual !== digest) throw new PratiqueError('DIGEST_MISMATCH', `${what}: got ${length} bytes with ${actual}`);
  if (held !== undefined) yield held;
}

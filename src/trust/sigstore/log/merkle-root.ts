import { createHash } from 'node:crypto';

/**
 * Root of the tree of `size` leaves in which `leaf` has that index, by its audit path (RFC 9162, section 2.1.3.2); `undefined` when the path
 * has not the length that index and size ask for.
 */
export function merkleRoot(leaf: Uint8Array, index: bigint, size: bigint, path: readonly Uint8Array[]): Buffer | undefined {
  if (index < 0n || index >= size) return undefined;
  let [fn, sn] = [index, size - 1n];
  let hash = hashOf(0, leaf);
  for (const sibling of path) {
    if (sn === 0n || sibling.length !== 32) return undefined;
    if ((fn & 1n) === 1n || fn === sn) {
      hash = hashOf(1, sibling, hash);
      while ((fn & 1n) === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      hash = hashOf(1, hash, sibling);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n ? hash : undefined;
}

/** The first byte distinguishes leaves from nodes (RFC 9162, section 2.1.1). */
function hashOf(prefix: 0 | 1, ...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256').update(Buffer.from([prefix]));
  for (const part of parts) hash.update(part);
  return hash.digest();
}

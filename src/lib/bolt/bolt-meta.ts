/** The head of a committed state; bbolt, internal/common/meta.go. Two of them alternate at the start of the file. */
export interface BoltMeta {
  readonly pageBytes: number;
  /** Page of the root bucket. */
  readonly root: bigint;
  /** Number of the transaction that wrote it. */
  readonly transaction: bigint;
}

export const metaBytes = 64;
const pageHeaderBytes = 16;
const magic = 0xed0cdaed;
const formatVersion = 2;

/** Reads the head in a page; `undefined` when it is not one, or was written in part. */
export function parseMeta(page: Buffer): BoltMeta | undefined {
  const meta = page.subarray(pageHeaderBytes, pageHeaderBytes + metaBytes);
  if (meta.length < metaBytes || meta.readUInt32LE(0) !== magic || meta.readUInt32LE(4) !== formatVersion) return undefined;
  if (meta.readBigUInt64LE(56) !== fnv1a(meta.subarray(0, 56))) return undefined;
  const pageBytes = meta.readUInt32LE(8);
  if (pageBytes < 1_024 || pageBytes > 65_536 || (pageBytes & (pageBytes - 1)) !== 0) return undefined;
  return { pageBytes, root: meta.readBigUInt64LE(16), transaction: meta.readBigUInt64LE(48) };
}

/** FNV-1a of 64 bits. */
export function fnv1a(bytes: Uint8Array): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash;
}

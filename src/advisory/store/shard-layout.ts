import { crc32 } from 'node:zlib';
import { PratiqueError } from '../../model/pratique-error.ts';

/**
 * A shard file, all numbers little-endian:
 *
 *     header   8 magic · u32 format version · u32 CRC-32 of the bytes before
 *     blocks   raw deflate (RFC 1951) of records, each a line of JSON in ASCII that ends in a comma and a line feed; of all regions, as they filled up
 *     index    see shard-index.ts
 *     footer   u64 offset of the index · u32 its length · u32 its CRC-32 · u32 format version · u32 CRC-32 of the bytes before · 8 magic
 *
 * Every byte is under a CRC-32 (RFC 1952, section 8), so that no single flipped bit and no burst of up to 32 bits goes unseen.
 * The sha256 of the whole file is in the database's manifest.
 */
export const shardFormatVersion = 6;

/** JSON has no line feed inside, and several records are a list but for its brackets. */
export const recordEnd = ',\n';

export const headerBytes = 16;
export const footerBytes = 32;

const headerMagic = Buffer.from('PRATIQUE', 'latin1');
const footerMagic = Buffer.from('EUQITARP', 'latin1');

export interface ShardFooter {
  readonly indexOffset: number;
  readonly indexBytes: number;
  readonly indexChecksum: number;
}

export function encodeHeader(): Buffer {
  const header = Buffer.alloc(headerBytes);
  headerMagic.copy(header);
  header.writeUInt32LE(shardFormatVersion, 8);
  header.writeUInt32LE(crc32(header.subarray(0, 12)), 12);
  return header;
}

export function encodeFooter(footer: ShardFooter): Buffer {
  const bytes = Buffer.alloc(footerBytes);
  bytes.writeBigUInt64LE(BigInt(footer.indexOffset), 0);
  bytes.writeUInt32LE(footer.indexBytes, 8);
  bytes.writeUInt32LE(footer.indexChecksum, 12);
  bytes.writeUInt32LE(shardFormatVersion, 16);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 20)), 20);
  footerMagic.copy(bytes, 24);
  return bytes;
}

/** Throws DATABASE_DAMAGED, or DATABASE_VERSION when an intact header names another version; a newer layout may differ after it. */
export function assertHeader(header: Buffer, shard: string): void {
  if (header.length !== headerBytes || !header.subarray(0, 8).equals(headerMagic)) throw damaged(shard, 'is not a shard');
  if (header.readUInt32LE(12) !== crc32(header.subarray(0, 12))) throw damaged(shard, 'has a damaged header');
  const version = header.readUInt32LE(8);
  if (version === shardFormatVersion) return;
  throw new PratiqueError(
    'DATABASE_VERSION',
    `shard ${shard} has format version ${version}; this version of pratique reads ${shardFormatVersion}`,
  );
}

/** Throws DATABASE_DAMAGED. `fileBytes` is what the file system says; the index must end where the footer starts. */
export function decodeFooter(bytes: Buffer, fileBytes: number, shard: string): ShardFooter {
  if (bytes.length !== footerBytes || !bytes.subarray(24).equals(footerMagic)) throw damaged(shard, 'is truncated');
  if (bytes.readUInt32LE(20) !== crc32(bytes.subarray(0, 20))) throw damaged(shard, 'has a damaged footer');
  const footer = {
    indexOffset: Number(bytes.readBigUInt64LE(0)),
    indexBytes: bytes.readUInt32LE(8),
    indexChecksum: bytes.readUInt32LE(12),
  };
  if (footer.indexOffset < headerBytes || footer.indexOffset + footer.indexBytes + footerBytes !== fileBytes)
    throw damaged(shard, 'does not have the length in its footer');
  return footer;
}

/** `reason` completes "shard X …". */
export function damaged(shard: string, reason: string, cause?: unknown): PratiqueError {
  return new PratiqueError('DATABASE_DAMAGED', `shard ${shard} ${reason}`, cause === undefined ? {} : { cause });
}

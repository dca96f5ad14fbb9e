import { detectCompression, type Compression } from '../../lib/decompress/compression.ts';
import { blockBytes, isZeroBlock, parseTarHeader } from '../../lib/tar/tar-header.ts';
import { PratiqueError } from '../../model/pratique-error.ts';

/** Bytes at the start of an archive that show what it is, where there are as many: one tar header. */
export const archiveHeadBytes = blockBytes;

/**
 * How an archive is compressed, by its first bytes and never by its name. Throws TARGET_UNKNOWN for what is no archive, and
 * ARCHIVE_INVALID.
 */
export function detectArchive(head: Buffer, name: string): Compression {
  if (head.length === 0) throw new PratiqueError('TARGET_UNKNOWN', `${name} is empty`);
  const compression = detectCompression(head);
  if (compression === 'xz' || compression === 'bzip2' || compression === 'lz4')
    throw new PratiqueError('ARCHIVE_INVALID', `${name} is compressed with ${compression}, which is not supported`, {
      hint: 'decompress it, or compress it with gzip or zstd',
    });
  if (!isArchiveHead(head)) throw new PratiqueError('TARGET_UNKNOWN', `${name} is not an archive`);
  return compression;
}

export function isArchiveHead(head: Buffer): boolean {
  if (detectCompression(head) !== 'none') return true;
  return head.length >= blockBytes && (isZeroBlock(head, 0) || typeof parseTarHeader(head, 0) !== 'string');
}

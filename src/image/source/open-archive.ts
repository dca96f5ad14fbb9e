import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { detectCompression } from '../../lib/decompress/compression.ts';
import { blockBytes, isZeroBlock, parseTarHeader } from '../../lib/tar/tar-header.ts';
import { type OpenOptions } from '../../model/image.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { openCompressedArchive } from './compressed-archive.ts';
import { type ImageFiles } from './image-files.ts';
import { type LocatedPath } from './locate-path.ts';
import { openTarArchive } from './tar-archive.ts';

/** Opens an archive, compressed or not, by its first bytes and never by its name. Throws TARGET_UNKNOWN for what is none, and ARCHIVE_INVALID. */
export async function openArchive(located: LocatedPath, options: OpenOptions, runtime: Runtime): Promise<ImageFiles> {
  const { path, name } = located;
  const head = await readHead(located);
  const compression = detectCompression(head);
  if (compression === 'gzip' || compression === 'zstd') return openCompressedArchive(path, name, compression, options, runtime);
  if (compression !== 'none')
    throw new PratiqueError('ARCHIVE_INVALID', `${name} is compressed with ${compression}, which is not supported`, {
      hint: `decompress it, or compress it with gzip or zstd`,
    });
  if (head.length === 0) throw new PratiqueError('TARGET_UNKNOWN', `${name} is empty`);
  const isTar = head.length === blockBytes && (isZeroBlock(head, 0) || typeof parseTarHeader(head, 0) !== 'string');
  if (!isTar) throw new PratiqueError('TARGET_UNKNOWN', `${name} is not an archive`);
  return openTarArchive(path, name, runtime);
}

async function readHead({ path, name }: LocatedPath): Promise<Buffer> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(blockBytes), 0, blockBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new PratiqueError('TARGET_UNREADABLE', `${name} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? String(cause)}`, {
      cause,
    });
  }
}

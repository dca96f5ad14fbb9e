import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { makeDecompressor, type Compression } from '../../lib/decompress/compression.ts';
import { DecompressError } from '../../lib/decompress/decompressor.ts';
import { prepareZstd } from '../../lib/decompress/zstd.ts';
import { TarParser } from '../../lib/tar/tar-parser.ts';
import { type OpenOptions } from '../../model/image.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { archiveTarLimits } from '../tar-limits.ts';
import { ArchiveGatherer } from './archive-gatherer.ts';
import { GatheredArchive } from './gathered-archive.ts';
import { type ImageFiles } from './image-files.ts';

/** How much is read from disk at a time: bytes. */
const readBytes = 512 * 1024;

/**
 * Opens a compressed archive in one pass from front to back: what may be a layer is read as it streams by, what is small is
 * held, since the document that ties them together may stand anywhere. `path` has no links in it.
 */
export async function openCompressedArchive(
  path: string,
  name: string,
  compression: Compression,
  options: OpenOptions,
  runtime: Runtime,
): Promise<ImageFiles> {
  const demand = options.layerDemand;
  if (demand === undefined) throw new Error('layerDemand is needed to open a compressed archive');
  await prepareZstd();
  const gatherer = new ArchiveGatherer(name, demand);
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const flaw = await stream(file, name, compression, gatherer, runtime);
    return new GatheredArchive(name, demand, gatherer.entries, flaw ?? gatherer.flaw);
  } finally {
    await file.close();
  }
}

/** Answers where the compressed bytes stop before their end, when they do. */
async function stream(
  file: FileHandle,
  name: string,
  compression: Compression,
  gatherer: ArchiveGatherer,
  runtime: Runtime,
): Promise<string | undefined> {
  const tar = new TarParser(gatherer, archiveTarLimits);
  const decompressor = makeDecompressor(compression, limits);
  const { size: total } = await file.stat();
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  let inflated = 0;
  const take = (bytes: Buffer): void => {
    inflated += bytes.length;
    if (inflated > limits.imageBytes) throw new PratiqueError('LIMIT_EXCEEDED', `${name} inflates to more than ${limits.imageBytes} bytes`);
    tar.push(bytes);
  };
  let at = 0;
  try {
    // Nothing counts behind the end mark of the archive.
    while (!tar.isDone) {
      runtime.signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, readBytes, at);
      if (bytesRead === 0) break;
      decompressor.push(buffer.subarray(0, bytesRead), take);
      at += bytesRead;
      runtime.progress({ id: name, label: 'archive', done: at, total, unit: 'bytes' });
    }
    if (!tar.isDone) decompressor.end(take);
  } catch (error) {
    if (!(error instanceof DecompressError)) throw error;
    if (!error.isCut) throw new PratiqueError('ARCHIVE_INVALID', `${name} is damaged: ${error.message}`, { cause: error });
    return `its compressed data ends after ${total} bytes`;
  } finally {
    decompressor.close();
    tar.end();
    runtime.progress({ id: name, label: 'archive', done: total, total, unit: 'bytes', finished: true });
  }
  return undefined;
}

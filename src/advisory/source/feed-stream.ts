import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bunzip2 } from '../../lib/decompress/bunzip2.ts';
import { detectCompression, magicBytes, makeDecompressor } from '../../lib/decompress/compression.ts';
import { DecompressError } from '../../lib/decompress/decompressor.ts';
import { prepareZstd } from '../../lib/decompress/zstd.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type FeedFolder } from './advisory-source.ts';
import { readChunks } from './feed-text.ts';

/** Endings of files that a mirror may serve compressed and a folder may have as they are. */
const endings = ['', '.gz', '.bz2', '.zst'] as const;

/** The file in the folder, compressed or not; `undefined` where there is none. */
export function findFeedFile(folder: FeedFolder, path: string): string | undefined {
  const ending = endings.find((each) => folder.has(path + each));
  return ending === undefined ? undefined : join(folder.path, path + ending);
}

/**
 * The text of a file in pieces that are the receiver's to keep, inflated where its first bytes say gzip, zstd or bzip2. Throws FEED_DAMAGED when it is missing, cut or
 * damaged, and LIMIT_EXCEEDED when it inflates to more than `feedBytes`.
 */
export async function* readFeedStream(path: string): AsyncGenerator<Buffer> {
  if (existsSync(path) && detectCompression(readStart(path)) === 'zstd') await prepareZstd();
  yield* readFeedChunks(path);
}

/** As {@link readFeedStream}, for files that are not zstd. */
export function* readFeedChunks(path: string): Generator<Buffer> {
  if (!existsSync(path)) throw new PratiqueError('FEED_DAMAGED', `${path} does not exist`);
  let bytes = 0;
  try {
    for (const piece of inflate(path, detectCompression(readStart(path)))) {
      bytes += piece.length;
      if (bytes > limits.feedBytes) throw new PratiqueError('LIMIT_EXCEEDED', `${path} inflates to more than ${limits.feedBytes} bytes`);
      yield piece;
    }
  } catch (cause) {
    if (!(cause instanceof DecompressError)) throw cause;
    throw new PratiqueError('FEED_DAMAGED', `${path} ${cause.message}`, { cause });
  }
  if (bytes === 0) throw new PratiqueError('FEED_DAMAGED', `${path} is empty`);
}

function readStart(path: string): Uint8Array {
  const descriptor = openSync(path, 'r');
  try {
    const start = Buffer.alloc(magicBytes);
    return start.subarray(0, readSync(descriptor, start, 0, magicBytes, 0));
  } finally {
    closeSync(descriptor);
  }
}

function* inflate(path: string, compression: ReturnType<typeof detectCompression>): Generator<Buffer> {
  if (compression === 'bzip2') {
    if (statSync(path).size > mostBzip2Bytes) throw new PratiqueError('LIMIT_EXCEEDED', `${path} has more than ${mostBzip2Bytes} bytes`);
    yield* bunzip2(readFileSync(path));
    return;
  }
  if (compression === 'xz' || compression === 'lz4')
    throw new PratiqueError('FEED_DAMAGED', `${path} is compressed with ${compression}, which is not supported`);
  const decompressor = makeDecompressor(compression, limits);
  try {
    for (const chunk of readChunks(path)) {
      const pieces: Buffer[] = [];
      decompressor.push(chunk, (piece) => pieces.push(Buffer.from(piece)));
      yield* pieces;
    }
    const rest: Buffer[] = [];
    decompressor.end((piece) => rest.push(Buffer.from(piece)));
    yield* rest;
  } finally {
    decompressor.close();
  }
}

/** Read whole: publishers of bzip2 files have a few tens of megabytes. */
const mostBzip2Bytes = 512 * 1024 * 1024;

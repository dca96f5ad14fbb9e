import { closeSync, constants, openSync, readSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Hashes } from '../lib/hash/hashes.ts';
import { hasHashThread, ThreadHashes } from '../lib/hash/thread-hashes.ts';
import { prepareZstd } from '../lib/decompress/zstd.ts';
import { detectCompression } from '../lib/decompress/compression.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { makeSelectorIndex } from '../model/selector-index.ts';
import { inspectors } from './inspectors.ts';
import { LayerReader, type ExpectedLayer } from './layer-reader.ts';

/** One layer to read, as it is handed to a thread: plain data. */
export interface LayerTask {
  readonly selectors: readonly FileSelector[];
  readonly expected: ExpectedLayer;
  /** No other layer is being read: another core is free to compute its digests. */
  readonly isAlone?: boolean;
  /** Absent when the bytes are handed over piece by piece. */
  readonly file?: { readonly path: string; readonly offset: number; readonly length: number };
}

export function makeLayerReader(task: LayerTask): LayerReader {
  const { selectors, expected, isAlone = false } = task;
  const isWorthThread = isAlone && (expected.size ?? 0) > hashThreadBytes && availableParallelism() > 1 && hasHashThread();
  const makeHashes = (algorithms: readonly string[]): Hashes => new ThreadHashes(algorithms);
  return new LayerReader({ selectors: makeSelectorIndex(selectors), inspectors, expected, ...(isWorthThread ? { makeHashes } : {}) });
}

/** Below this a thread takes longer to start than it saves. */
const hashThreadBytes = 8 * 1024 * 1024;

/** How much is read from disk at a time: bytes. */
const readBytes = 512 * 1024;

/** Reads a layer that is a part of a file; `breathe` is awaited between pieces so that the thread stays responsive. */
export async function readFileLayer(
  task: LayerTask & { readonly file: NonNullable<LayerTask['file']> },
  breathe: (bytes: number) => Promise<void> | undefined,
): Promise<Buffer> {
  const { path, offset, length } = task.file;
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    using reader = makeLayerReader(task);
    const buffer = Buffer.allocUnsafeSlow(readBytes);
    let at = 0;
    while (at < length) {
      const read = readSync(descriptor, buffer, 0, Math.min(readBytes, length - at), offset + at);
      if (read === 0) return reader.end(`the file ends ${length - at} bytes early`);
      if (at === 0) await prepareFor(buffer.subarray(0, read));
      reader.push(buffer.subarray(0, read));
      at += read;
      await breathe(read);
    }
    return reader.end();
  } finally {
    closeSync(descriptor);
  }
}

/** To be awaited with a layer's first bytes, before they are pushed. */
export async function prepareFor(head: Uint8Array): Promise<void> {
  if (detectCompression(head) === 'zstd') await prepareZstd();
}

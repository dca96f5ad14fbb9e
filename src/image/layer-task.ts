import { availableParallelism } from 'node:os';
import { type Hashes } from '../lib/hash/hashes.ts';
import { hasHashThread, ThreadHashes } from '../lib/hash/thread-hashes.ts';
import { prepareZstd } from '../lib/decompress/zstd.ts';
import { type Gunzip } from '../lib/decompress/gunzip.ts';
import { detectCompression } from '../lib/decompress/compression.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { type Inspector } from '../model/layer-index.ts';
import { makeSelectorIndex } from '../model/selector-index.ts';
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

/** `inspectors` are functions and cannot be part of the task: each thread has its own. `gunzip` is what inflates it when it is helped: then the other core is taken, and the digests are computed here. */
export function makeLayerReader(task: LayerTask, inspectors: readonly Inspector[], gunzip?: Gunzip): LayerReader {
  const makeHashes = (algorithms: readonly string[]): Hashes => new ThreadHashes(algorithms);
  return new LayerReader({
    selectors: makeSelectorIndex(task.selectors),
    inspectors,
    expected: task.expected,
    ...(gunzip !== undefined ? { gunzip } : isWorthBothCores(task) && hasHashThread() ? { makeHashes } : {}),
  });
}

/** Whether a part of a layer's reading is better done on another core. */
export function isWorthBothCores({ isAlone = false, expected }: LayerTask): boolean {
  return isAlone && (expected.size ?? 0) > bothCoresBytes && availableParallelism() > 1;
}

/** Below this another core takes longer to start than it saves. */
const bothCoresBytes = 8 * 1024 * 1024;

/** To be awaited with a layer's first bytes, before they are pushed. */
export async function prepareFor(head: Uint8Array): Promise<void> {
  if (detectCompression(head) === 'zstd') await prepareZstd();
}

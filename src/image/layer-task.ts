import { detectCompression } from '../lib/decompress/compression.ts';
import { PooledGunzip } from '../lib/decompress/pooled-gunzip.ts';
import { prepareZstd } from '../lib/decompress/zstd.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { type Inspector } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { makeSelectorIndex } from '../model/selector-index.ts';
import { type LayerAlgorithms } from './layer-digests.ts';
import { LayerReader, type ExpectedLayer } from './layer-reader.ts';

/** One layer to read, as it is handed to a thread: plain data. Inspectors are functions and cannot be part of it: each thread has its own. */
export interface LayerTask {
  readonly selectors: readonly FileSelector[];
  readonly expected: ExpectedLayer;
  /** Which digests are computed in addition to the expected one. */
  readonly algorithms?: LayerAlgorithms;
  /** Absent when the bytes are handed over piece by piece. */
  readonly file?: { readonly path: string; readonly offset: number; readonly length: number };
}

/** A reader that does all work on this thread. */
export function makeLayerReader({ selectors, expected, algorithms = {} }: LayerTask, inspectors: readonly Inspector[]): LayerReader {
  return new LayerReader({ selectors: makeSelectorIndex(selectors), inspectors, expected, algorithms });
}

/** A reader for a layer that begins with `head`; a long layer of gzip is inflated on another thread while this one hashes and parses. */
export async function openLayerReader(
  { selectors, expected, algorithms = {} }: LayerTask,
  inspectors: readonly Inspector[],
  head: Uint8Array,
): Promise<LayerReader> {
  const compression = detectCompression(head);
  if (compression === 'zstd') await prepareZstd();
  const gunzip = compression === 'gzip' && head.length >= pooledBytes ? PooledGunzip.open(limits) : undefined;
  return new LayerReader({
    selectors: makeSelectorIndex(selectors),
    inspectors,
    expected,
    algorithms,
    ...(gunzip === undefined ? {} : { gunzip }),
  });
}

/** A first piece that is shorter is inflated sooner than the pool is asked. */
const pooledBytes = 64 * 1024;

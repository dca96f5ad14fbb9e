import { availableParallelism } from 'node:os';
import { regroup } from '../lib/bytes/regroup.ts';
import { letHeapGrow } from '../lib/engine/keep-heap-small.ts';
import { optimiseLater } from '../lib/engine/optimise-later.ts';
import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { type Layer } from '../model/image.ts';
import { makeIssue } from '../model/issue.ts';
import { type LayerDemand, type LayerIndex } from '../model/layer-index.ts';
import { type Runtime } from '../model/runtime.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { readDirectoryLayer } from './directory-layer.ts';
import { bytesIdentity, compareDiffId, contentKey, diffIdAlgorithm, isDiffIdNeeded, isWhatItsKeySays } from './layer-identity.ts';
import { decodeLayerIndex, layerIndexFormat } from './layer-index-codec.ts';
import { makeBreather, makeProgress, sizeOf } from './layer-progress.ts';
import { type LayerTask } from './layer-task.ts';
import { messageOf } from '../lib/text/message-of.ts';
import { readFileLayer } from './read-file-layer.ts';
import { readPieces } from './read-pieces.ts';
import { type LayerThread } from './layer-thread.ts';

export interface ReadLayersOptions extends LayerDemand {
  /** Where indexes are kept from run to run; absent to keep none. */
  readonly cache?: FileCache;
  /** How many threads read layers, instead of the calling one unless it is 0. By default up to three help the calling thread with a large image. */
  readonly threads?: number;
  /** The program of a thread that has the same inspectors; absent to read on this thread only. */
  readonly threadProgram?: URL;
  /** Compute and compare every diffID, also where the manifest names the layer by its digest. */
  readonly verifyDiffIds?: boolean;
}

/** Above this in all, stored, an image is worth threads of its own and a larger heap: bytes. */
const largeImageBytes = 128 * 1024 * 1024;
/** Threads of libuv's pool. */
const poolThreads = 4;

/** Every layer's index, in the order of the layers. Layers of the same bytes are read once. What could not be read is an issue of its index. */
export async function readLayers(layers: readonly Layer[], options: ReadLayersOptions, runtime: Runtime): Promise<readonly LayerIndex[]> {
  const distinct = new Map<string, Layer>();
  for (const layer of layers) distinct.set(bytesIdentity(layer), layer);
  const jobs = [...distinct].map(([identity, layer]) => ({ identity, layer }));
  const read = new Map<string, LayerIndex>();
  const pending = [];
  for (const job of jobs) {
    const known = await findKnown(job.layer, options, runtime);
    if (known === undefined) pending.push(job);
    else read.set(job.identity, known);
  }
  // The longest first, so that no core is left with it at the end.
  pending.sort((a, b) => sizeOf(b.layer) - sizeOf(a.layer));
  await readAll(pending, read, options, runtime);
  const isRequested = options.verifyDiffIds === true;
  return layers.map((layer) => compareDiffId(layer, read.get(bytesIdentity(layer)) ?? unreadable(layer, 'was not read'), isRequested));
}

interface Job {
  readonly identity: string;
  readonly layer: Layer;
}

async function readAll(jobs: readonly Job[], read: Map<string, LayerIndex>, options: ReadLayersOptions, runtime: Runtime): Promise<void> {
  const threads = await startThreads(jobs, options);
  optimiseLater();
  if (bytesOf(jobs) > largeImageBytes) letHeapGrow();
  const queue = jobs.values();
  const serve = async (thread?: LayerThread): Promise<void> => {
    for (const { identity, layer } of queue) {
      read.set(identity, await readOne(layer, thread, options, runtime));
      if (runtime.signal.aborted) throw new PratiqueError('ABORTED', 'reading layers was stopped');
    }
  };
  const stop = (): void => threads.forEach((thread) => thread[Symbol.dispose]());
  runtime.signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.all([...threads.map(serve), ...Array.from({ length: ownLanes(threads, options) }, () => serve())]);
  } finally {
    runtime.signal.removeEventListener('abort', stop);
    stop();
  }
}

/** The program of threads and what starts them is loaded where it is wanted. */
async function startThreads(jobs: readonly Job[], options: ReadLayersOptions): Promise<readonly LayerThread[]> {
  const { threadProgram: program } = options;
  const count = threadCount(jobs, options);
  if (program === undefined || count === 0) return [];
  const { hasLayerThreads, LayerThread } = await import('./layer-thread.ts');
  return hasLayerThreads(program) ? Array.from({ length: count }, () => new LayerThread(program)) : [];
}

/** Additional threads, for an image that is worth their start-up. Each keeps a thread of libuv's pool busy as well, which has four. */
function threadCount(jobs: readonly Job[], { threads }: ReadLayersOptions): number {
  const isWorthThreads = jobs.length > 1 && bytesOf(jobs) > largeImageBytes;
  return Math.min(threads ?? (isWorthThreads ? Math.min(availableParallelism(), poolThreads) - 1 : 0), jobs.length);
}

function bytesOf(jobs: readonly Job[]): number {
  return jobs.reduce((bytes, { layer }) => bytes + sizeOf(layer), 0);
}

/** Layers that this thread reads at once: it hashes and parses what the pool inflates. Alone it has two cores busy; it leaves all layers to threads if some were requested. */
function ownLanes(threads: readonly LayerThread[], { threads: wanted }: ReadLayersOptions): number {
  if (threads.length === 0) return 2;
  return wanted === undefined ? 1 : 0;
}

async function readOne(layer: Layer, thread: LayerThread | undefined, options: ReadLayersOptions, runtime: Runtime): Promise<LayerIndex> {
  const progress = makeProgress(layer, runtime);
  try {
    const bytes = await readBytes(layer, thread, options, progress.add, runtime);
    if (Buffer.isBuffer(bytes)) return await keepIndex(layer, bytes, options, runtime);
    return bytes;
  } catch (error) {
    if (runtime.signal.aborted) throw new PratiqueError('ABORTED', 'reading layers was stopped', { cause: error });
    return unreadable(layer, messageOf(error));
  } finally {
    progress.finish();
  }
}

async function readBytes(
  layer: Layer,
  thread: LayerThread | undefined,
  options: ReadLayersOptions,
  onProgress: (bytes: number) => void,
  runtime: Runtime,
): Promise<Buffer | LayerIndex> {
  const { content } = layer;
  const task: LayerTask = {
    selectors: options.selectors,
    expected: expectedOf(layer),
    algorithms: diffIdAlgorithm(layer, options.verifyDiffIds === true),
  };
  const inspectors = options.inspectors.map(({ id, settings }) => ({ id, settings }));
  switch (content.kind) {
    case 'absent':
      return { ...emptyIndex, issues: [content.issue] };
    case 'indexed':
      return content.index;
    case 'directory':
      return readDirectoryLayer(content, options, makeBreather(onProgress, runtime.signal));
    case 'file':
      return thread === undefined
        ? readFileLayer({ ...task, file: content }, options.inspectors, makeBreather(onProgress, runtime.signal))
        : thread.read({ ...task, file: content }, inspectors, undefined, onProgress);
    case 'remote':
      return thread === undefined
        ? readPieces(
            task,
            options.inspectors,
            (buffers) => regroup(content.open(runtime), buffers),
            makeBreather(onProgress, runtime.signal),
          )
        : thread.read(task, inspectors, content.open(runtime), onProgress);
  }
}

/** Decodes an index, and keeps it under the name that was verified. */
async function keepIndex(layer: Layer, bytes: Buffer, options: ReadLayersOptions, runtime: Runtime): Promise<LayerIndex> {
  const index = decodeLayerIndex(bytes);
  const key = cacheKey(layer, options);
  if (key !== undefined && options.cache !== undefined && isWhatItsKeySays(layer, index)) {
    await options.cache
      .write(key, bytes)
      .catch((error: unknown) => runtime.log.warn('scanning without a cache', { reason: messageOf(error) }));
  }
  return index;
}

/** A cached index that lacks requested content, or that does not match this image, is read again. */
async function findKnown(layer: Layer, options: ReadLayersOptions, runtime: Runtime): Promise<LayerIndex | undefined> {
  const key = cacheKey(layer, options);
  if (key === undefined || options.cache === undefined) return undefined;
  const bytes = await options.cache.read(key);
  if (bytes === undefined) return undefined;
  try {
    const index = decodeLayerIndex(bytes);
    const isEnough = !isDiffIdNeeded(layer, options.verifyDiffIds === true) || index.diffId !== undefined;
    return isEnough && isWhatItsKeySays(layer, index) ? index : undefined;
  } catch (error) {
    runtime.log.debug('cached layer index cannot be decoded', { key, reason: String(error) });
    return undefined;
  }
}

/** What an index holds depends on the layer, on the requested files and on the inspectors. */
function cacheKey(layer: Layer, options: ReadLayersOptions): string | undefined {
  if (layer.content.kind === 'indexed' || layer.content.kind === 'absent') return undefined;
  const key = contentKey(layer);
  if (key === undefined) return undefined;
  return JSON.stringify([
    'layer',
    layerIndexFormat,
    key,
    options.selectors,
    options.inspectors.map(({ id, version, settings }) => [id, version, settings]),
  ]);
}

function expectedOf(layer: Layer): LayerTask['expected'] {
  const { digest, size, mediaType } = layer;
  return {
    ...(digest === undefined ? {} : { digest }),
    ...(size === undefined ? {} : { size }),
    ...(mediaType === undefined ? {} : { mediaType }),
  };
}

const emptyIndex: LayerIndex = {
  compressedBytes: 0,
  uncompressedBytes: 0,
  entries: [],
  whiteouts: [],
  opaqueDirectories: [],
  kept: new Map(),
  facts: [],
  issues: [],
};

function unreadable(layer: Layer, reason: string): LayerIndex {
  return { ...emptyIndex, issues: [makeIssue('LAYER_UNREADABLE', 'layer', reason, { layerIndex: layer.index })] };
}

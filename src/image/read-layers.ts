import { availableParallelism } from 'node:os';
import { optimiseLater } from '../lib/engine/optimise-later.ts';
import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { type Layer } from '../model/image.ts';
import { makeIssue } from '../model/issue.ts';
import { type LayerDemand, type LayerIndex } from '../model/layer-index.ts';
import { type Runtime } from '../model/runtime.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { readDirectoryLayer } from './directory-layer.ts';
import { decodeLayerIndex, layerIndexFormat } from './layer-index-codec.ts';
import { makeLayerReader, prepareFor, type LayerTask } from './layer-task.ts';
import { messageOf } from '../lib/text/message-of.ts';
import { readFileLayer } from './read-file-layer.ts';
import { hasLayerThreads, LayerThread } from './layer-thread.ts';

export interface ReadLayersOptions extends LayerDemand {
  /** Where indexes are kept from run to run; absent to keep none. */
  readonly cache?: FileCache;
  /** How many threads read; by default one for each core, and none for a single layer or a small image. */
  readonly threads?: number;
  /** The program of a thread that has the same inspectors; absent to read on this thread only. */
  readonly threadProgram?: URL;
}

/** Below this in all, threads take longer to start than they save: bytes. */
const threadBytes = 8 * 1024 * 1024;

/** Every layer's index, in the order of the layers; each distinct layer is read once. What could not be read is an issue of its index. */
export async function readLayers(layers: readonly Layer[], options: ReadLayersOptions, runtime: Runtime): Promise<readonly LayerIndex[]> {
  const distinct = new Map<string, Layer>();
  for (const layer of layers) distinct.set(identityOf(layer), layer);
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
  return layers.map((layer) => read.get(identityOf(layer)) ?? unreadable(layer, 'was not read'));
}

interface Job {
  readonly identity: string;
  readonly layer: Layer;
}

async function readAll(jobs: readonly Job[], read: Map<string, LayerIndex>, options: ReadLayersOptions, runtime: Runtime): Promise<void> {
  const isWorthThreads = jobs.length > 1 && jobs.reduce((bytes, { layer }) => bytes + sizeOf(layer), 0) > threadBytes;
  const wanted = options.threads ?? (isWorthThreads ? availableParallelism() : 0);
  const { threadProgram: program } = options;
  const threads = hasLayerThreads(program) ? Array.from({ length: Math.min(wanted, jobs.length) }, () => new LayerThread(program)) : [];
  if (threads.length > 1) optimiseLater();
  const queue = jobs.values();
  const serve = async (thread: LayerThread | undefined): Promise<void> => {
    for (const { identity, layer } of queue) {
      read.set(identity, await readOne(layer, thread, options, runtime));
      if (runtime.signal.aborted) throw new PratiqueError('ABORTED', 'reading layers was stopped');
    }
  };
  const stop = (): void => threads.forEach((thread) => thread[Symbol.dispose]());
  runtime.signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.all(threads.length === 0 ? [serve(undefined)] : threads.map(serve));
  } finally {
    runtime.signal.removeEventListener('abort', stop);
    stop();
  }
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
    isAlone: thread === undefined,
  };
  switch (content.kind) {
    case 'absent':
      return { ...emptyIndex, issues: [content.issue] };
    case 'indexed':
      return content.index;
    case 'directory':
      return readDirectoryLayer(content.path, options, breather(onProgress));
    case 'file':
      return thread === undefined
        ? readFileLayer({ ...task, file: content }, options.inspectors, breather(onProgress))
        : thread.read({ ...task, file: content }, undefined, onProgress);
    case 'remote':
      return thread === undefined
        ? readRemoteLayer(task, options.inspectors, content.open(runtime), onProgress)
        : thread.read(task, content.open(runtime), onProgress);
  }
}

async function readRemoteLayer(
  task: LayerTask,
  inspectors: LayerDemand['inspectors'],
  pieces: AsyncIterable<Uint8Array>,
  onProgress: (bytes: number) => void,
): Promise<Buffer> {
  using reader = makeLayerReader(task, inspectors);
  let isPrepared = false;
  try {
    for await (const piece of pieces) {
      if (!isPrepared) await prepareFor(piece);
      isPrepared = true;
      reader.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
      onProgress(piece.byteLength);
    }
  } catch (error) {
    return reader.end(messageOf(error));
  }
  return reader.end();
}

/** Only an index without issues is what its diffID says it is. */
async function keepIndex(layer: Layer, bytes: Buffer, options: ReadLayersOptions, runtime: Runtime): Promise<LayerIndex> {
  const index = decodeLayerIndex(bytes);
  const isTrue = layer.diffId !== undefined && index.diffId === layer.diffId && index.issues.length === 0;
  if (isTrue && options.cache !== undefined) {
    await options.cache
      .write(cacheKey(layer.diffId, options), bytes)
      .catch((error: unknown) => runtime.log.warn('layer cache cannot be written', { reason: String(error) }));
  }
  return index;
}

async function findKnown(layer: Layer, options: ReadLayersOptions, runtime: Runtime): Promise<LayerIndex | undefined> {
  if (layer.diffId === undefined || options.cache === undefined || layer.content.kind === 'indexed' || layer.content.kind === 'absent')
    return undefined;
  const bytes = await options.cache.read(cacheKey(layer.diffId, options));
  try {
    return bytes === undefined ? undefined : decodeLayerIndex(bytes);
  } catch (error) {
    runtime.log.debug('cached layer index cannot be decoded', { diffId: layer.diffId, reason: String(error) });
    return undefined;
  }
}

/** What an index holds depends on the layer, on what was asked of it and on who looked. */
function cacheKey(diffId: string, { selectors, inspectors }: LayerDemand): string {
  return JSON.stringify(['layer', layerIndexFormat, diffId, selectors, inspectors.map(({ id, version }) => [id, version])]);
}

function identityOf(layer: Layer): string {
  return layer.digest ?? layer.diffId ?? `layer ${layer.index}`;
}

function expectedOf(layer: Layer): LayerTask['expected'] {
  const { digest, size, diffId, mediaType } = layer;
  return {
    ...(digest === undefined ? {} : { digest }),
    ...(size === undefined ? {} : { size }),
    ...(diffId === undefined ? {} : { diffId }),
    ...(mediaType === undefined ? {} : { mediaType }),
  };
}

function sizeOf(layer: Layer): number {
  return layer.size ?? (layer.content.kind === 'file' ? layer.content.length : 0);
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

/** Lets timers, signals and the drawing of progress have a turn every few tens of milliseconds. */
function breather(onProgress: (bytes: number) => void): (bytes: number) => Promise<void> | undefined {
  let last = performance.now();
  return (bytes) => {
    onProgress(bytes);
    if (performance.now() - last < 50) return undefined;
    last = performance.now();
    return new Promise((resolve) => setImmediate(resolve));
  };
}

function makeProgress(layer: Layer, runtime: Runtime): { readonly add: (bytes: number) => void; readonly finish: () => void } {
  const total = sizeOf(layer);
  const event = {
    id: identityOf(layer),
    label: `layer ${layer.index + 1}`,
    unit: layer.content.kind === 'directory' ? ('items' as const) : ('bytes' as const),
    ...(total === 0 ? {} : { total }),
  };
  let done = 0;
  return {
    add(bytes) {
      done += bytes;
      runtime.progress({ ...event, done });
    },
    finish: () => runtime.progress({ ...event, done, finished: true }),
  };
}

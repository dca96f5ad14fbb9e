import { type Layer } from '../model/image.ts';
import { type Runtime } from '../model/runtime.ts';
import { bytesIdentity } from './layer-identity.ts';

/** Lets timers, signals and the drawing of progress have a turn every few tens of milliseconds. Throws when the reading was aborted. */
export function makeBreather(onProgress: (bytes: number) => void, signal: AbortSignal): (bytes: number) => Promise<void> | undefined {
  let last = Date.now();
  return (bytes) => {
    signal.throwIfAborted();
    onProgress(bytes);
    if (Date.now() - last < 50) return undefined;
    last = Date.now();
    return new Promise((resolve) => setImmediate(resolve));
  };
}

export function makeProgress(layer: Layer, runtime: Runtime): { readonly add: (bytes: number) => void; readonly finish: () => void } {
  const total = sizeOf(layer);
  const event = {
    id: bytesIdentity(layer),
    // Counted from 0, as reports do.
    label: layer.content.kind === 'directory' ? 'files' : `layer ${layer.index}`,
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

/** Bytes as stored; 0 if unknown. */
export function sizeOf(layer: Layer): number {
  return layer.size ?? (layer.content.kind === 'file' ? layer.content.length : 0);
}

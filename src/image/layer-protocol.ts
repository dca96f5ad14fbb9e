import { type Inspector } from '../model/layer-index.ts';
import { type LayerTask } from './layer-task.ts';

/** What the main thread says to a reading thread. A `piece` is the first `length` bytes of a buffer that `progress` gives back. */
export type LayerWorkerRequest =
  /** `inspectors` names those of the thread's inspectors that are shown files. */
  | { readonly kind: 'read'; readonly task: LayerTask; readonly inspectors: readonly InspectorChoice[] }
  | { readonly kind: 'piece'; readonly bytes: Uint8Array<ArrayBuffer>; readonly length: number }
  | { readonly kind: 'end'; readonly problem?: string };

/** One of the inspectors that the thread has too, and how it is set. */
export type InspectorChoice = Pick<Inspector, 'id' | 'settings'>;

export type LayerWorkerAnswer =
  | { readonly kind: 'progress'; readonly bytes: number; readonly returned?: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'done'; readonly index: Uint8Array }
  | { readonly kind: 'failed'; readonly message: string };

import { type LayerTask } from './layer-task.ts';

/** What the main thread says to a reading thread. A `piece` is the first `length` bytes of a buffer that `progress` gives back. */
export type LayerWorkerRequest =
  /** `inspectorIds` names those of the thread's inspectors that are shown files. */
  | { readonly kind: 'read'; readonly task: LayerTask; readonly inspectorIds: readonly string[] }
  | { readonly kind: 'piece'; readonly bytes: Uint8Array<ArrayBuffer>; readonly length: number }
  | { readonly kind: 'end'; readonly problem?: string };

export type LayerWorkerAnswer =
  | { readonly kind: 'progress'; readonly bytes: number; readonly returned?: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'done'; readonly index: Uint8Array }
  | { readonly kind: 'failed'; readonly message: string };

import { type LayerTask } from './layer-task.ts';

/** What the main thread says to a reading thread. `piece` is answered by `progress`, which is also the leave to send the next. */
export type LayerWorkerRequest =
  | { readonly kind: 'read'; readonly task: LayerTask }
  | { readonly kind: 'piece'; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly problem?: string };

export type LayerWorkerAnswer =
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'done'; readonly index: Uint8Array }
  | { readonly kind: 'failed'; readonly message: string };

import { parentPort } from 'node:worker_threads';
import { messageOf } from '../lib/text/message-of.ts';
import { type LayerReader } from './layer-reader.ts';
import { type LayerWorkerAnswer, type LayerWorkerRequest } from './layer-worker-protocol.ts';
import { makeLayerReader, prepareFor, type LayerTask } from './layer-task.ts';
import { readFileLayer } from './read-file-layer.ts';

/** The program of a reading thread: one layer at a time, from a file or from pieces that the main thread sends. */
const port = parentPort;
if (port === null) throw new Error('layer-worker runs in a worker thread');

let task: LayerTask | undefined;
let reader: LayerReader | undefined;
let work: Promise<unknown> = Promise.resolve();

port.on('message', (request: LayerWorkerRequest) => {
  // One after the other: a piece that waits for the zstd decoder must not be overtaken by the next.
  work = work.then(() => handle(request)).catch((error: unknown) => answer({ kind: 'failed', message: messageOf(error) }));
});

async function handle(request: LayerWorkerRequest): Promise<void> {
  switch (request.kind) {
    case 'read':
      task = request.task;
      reader = undefined;
      if (task.file !== undefined) finish(await readFileLayer({ ...task, file: task.file }, tellProgress));
      return;
    case 'piece':
      await takePiece(Buffer.from(request.bytes.buffer, 0, request.length));
      giveBack(request.bytes, request.length);
      return;
    case 'end':
      if (task === undefined) return;
      finish((reader ?? makeLayerReader(task)).end(request.problem));
  }
}

async function takePiece(piece: Buffer): Promise<void> {
  if (task === undefined) return;
  if (reader === undefined) {
    await prepareFor(piece);
    reader = makeLayerReader(task);
  }
  reader.push(piece);
}

let untold = 0;

function tellProgress(bytes: number): undefined {
  untold += bytes;
  if (untold < 4 * 1024 * 1024) return;
  answer({ kind: 'progress', bytes: untold });
  untold = 0;
}

function finish(index: Buffer): void {
  reader = undefined;
  untold = 0;
  port!.postMessage({ kind: 'done', index } satisfies LayerWorkerAnswer, [index.buffer as ArrayBuffer]);
}

function giveBack(returned: Uint8Array<ArrayBuffer>, bytes: number): void {
  port!.postMessage({ kind: 'progress', bytes, returned } satisfies LayerWorkerAnswer, [returned.buffer]);
}

function answer(message: LayerWorkerAnswer): void {
  port!.postMessage(message);
}

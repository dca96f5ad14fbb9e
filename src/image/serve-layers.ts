import { parentPort, type MessagePort } from 'node:worker_threads';
import { messageOf } from '../lib/text/message-of.ts';
import { type Inspector } from '../model/layer-index.ts';
import { type InspectorChoice, type LayerWorkerAnswer, type LayerWorkerRequest } from './layer-protocol.ts';
import { type LayerReader } from './layer-reader.ts';
import { makeLayerReader, openLayerReader, type LayerTask } from './layer-task.ts';
import { readFileLayer } from './read-file-layer.ts';

/** The work of a reading thread: one layer at a time, from a file or from pieces that the main thread sends. To be called by the thread's program. */
export function serveLayers(inspectors: readonly Inspector[]): void {
  if (parentPort === null) throw new Error('serveLayers runs in a worker thread');
  const server = new LayerServer(parentPort, inspectors);
  let work: Promise<unknown> = Promise.resolve();
  parentPort.on('message', (request: LayerWorkerRequest) => {
    // One after the other: a piece that waits for the zstd decoder must not be overtaken by the next.
    work = work.then(() => server.handle(request)).catch((error: unknown) => server.fail(messageOf(error)));
  });
}

class LayerServer {
  readonly #port: MessagePort;
  /** Everything that the program has; a request names those that it wants. */
  readonly #known: readonly Inspector[];
  #inspectors: readonly Inspector[] = [];
  #task: LayerTask | undefined;
  #reader: LayerReader | undefined;
  /** Bytes read since the last progress message. */
  #unreported = 0;

  constructor(port: MessagePort, inspectors: readonly Inspector[]) {
    this.#port = port;
    this.#known = inspectors;
  }

  async handle(request: LayerWorkerRequest): Promise<void> {
    switch (request.kind) {
      case 'read':
        await this.#read(request.task, request.inspectors);
        return;
      case 'piece':
        await this.#takePiece(Buffer.from(request.bytes.buffer, 0, request.length));
        this.#answer({ kind: 'progress', bytes: request.length, returned: request.bytes }, [request.bytes.buffer]);
        return;
      case 'end':
        if (this.#task === undefined) return;
        this.#finish((this.#reader ?? makeLayerReader(this.#task, this.#inspectors)).end(request.problem));
    }
  }

  fail(message: string): void {
    this.#answer({ kind: 'failed', message });
  }

  async #read(task: LayerTask, chosen: readonly InspectorChoice[]): Promise<void> {
    this.#task = task;
    this.#inspectors = await chooseInspectors(this.#known, chosen);
    this.#reader = undefined;
    const { file } = task;
    if (file === undefined) return;
    const report = (bytes: number): undefined => this.#reportProgress(bytes);
    this.#finish(await readFileLayer({ ...task, file }, this.#inspectors, report));
  }

  async #takePiece(piece: Buffer): Promise<void> {
    if (this.#task === undefined) return;
    this.#reader ??= await openLayerReader(this.#task, this.#inspectors, piece);
    await this.#reader.push(piece);
  }

  #reportProgress(bytes: number): undefined {
    this.#unreported += bytes;
    if (this.#unreported < 4 * 1024 * 1024) return;
    this.#answer({ kind: 'progress', bytes: this.#unreported });
    this.#unreported = 0;
  }

  #finish(index: Buffer): void {
    this.#reader = undefined;
    this.#unreported = 0;
    this.#answer({ kind: 'done', index }, [index.buffer as ArrayBuffer]);
  }

  #answer(message: LayerWorkerAnswer, transfer: ArrayBuffer[] = []): void {
    this.#port.postMessage(message, transfer);
  }
}

async function chooseInspectors(known: readonly Inspector[], chosen: readonly InspectorChoice[]): Promise<readonly Inspector[]> {
  const settings = new Map(chosen.map((choice) => [choice.id, choice.settings] as const));
  return Promise.all(
    known
      .filter(({ id }) => settings.has(id))
      .map(async (inspector) => (await inspector.configure?.(settings.get(inspector.id))) ?? inspector),
  );
}

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../lib/text/message-of.ts';
import { type LayerTask } from './layer-task.ts';
import { type InspectorChoice, type LayerWorkerAnswer, type LayerWorkerRequest } from './layer-protocol.ts';

/** Whether a thread's program was bundled; run from source there is none, and layers are read on the main thread. */
export function hasLayerThreads(program: URL | undefined): program is URL {
  return program !== undefined && existsSync(fileURLToPath(program));
}

/** How many pieces of a remote layer may be on their way to a thread, and how long each is. Their buffers go to and fro: a gigabyte leaves nothing to clean up. */
const piecesInFlight = 4;
const pieceBytes = 256 * 1024;

/** What a thread reads is in buffers outside its heap; in MB. */
const resourceLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 512 };

/** A thread that reads one layer at a time. A thread that dies fails its layer and no other. */
export class LayerThread implements Disposable {
  #worker: Worker | undefined;
  #receive: (answer: LayerWorkerAnswer) => void = () => undefined;
  readonly #program: URL;

  /** `program` is a module that calls `serveLayers`. */
  constructor(program: URL) {
    this.#program = program;
  }

  /** Callers that wait for its result are notified. */
  [Symbol.dispose](): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
    this.#receive({ kind: 'failed', message: 'the reading was stopped' });
  }

  /** `pieces` is given when the task names no file. Rejects with an `Error` when the thread dies. */
  async read(
    task: LayerTask,
    inspectors: readonly InspectorChoice[],
    pieces: AsyncIterable<Uint8Array> | undefined,
    onProgress: (bytes: number) => void,
  ): Promise<Buffer> {
    const done = this.#listen(onProgress);
    // The first failure ends both: a broken transfer ends the reading, and a crashed thread ends the transfer.
    done.finished.catch(() => undefined);
    this.#send({ kind: 'read', task, inspectors });
    if (pieces !== undefined) await this.#feed(pieces, done);
    return done.finished;
  }

  async #feed(pieces: AsyncIterable<Uint8Array>, done: Reading): Promise<void> {
    try {
      let filling: Uint8Array<ArrayBuffer> = await done.nextBuffer();
      let filled = 0;
      for await (const piece of pieces) {
        for (let at = 0; at < piece.length && !done.hasFailed;) {
          const part = piece.subarray(at, at + filling.length - filled);
          filling.set(part, filled);
          filled += part.length;
          at += part.length;
          if (filled < filling.length) continue;
          this.#sendPiece(filling, filled);
          filling = await done.nextBuffer();
          filled = 0;
        }
        if (done.hasFailed) return;
      }
      if (filled > 0) this.#sendPiece(filling, filled);
      this.#send({ kind: 'end' });
    } catch (error) {
      this.#send({ kind: 'end', problem: messageOf(error) });
    }
  }

  #sendPiece(bytes: Uint8Array<ArrayBuffer>, length: number): void {
    this.#send({ kind: 'piece', bytes, length }, [bytes.buffer]);
  }

  #send(request: LayerWorkerRequest, transfer: ArrayBuffer[] = []): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(request, transfer);
  }

  #start(): Worker {
    const worker = new Worker(this.#program, { stdout: false, stderr: false, env: {}, execArgv: [], resourceLimits });
    worker.on('message', (answer: LayerWorkerAnswer) => this.#receive(answer));
    worker.on('error', (error) => this.#receive({ kind: 'failed', message: `the reading thread crashed: ${error.message}` }));
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#receive({ kind: 'failed', message: 'the reading thread crashed' });
    });
    return worker;
  }

  #listen(onProgress: (bytes: number) => void): Reading {
    const reading = new Reading();
    this.#receive = (answer) => {
      if (answer.kind === 'progress') onProgress(answer.bytes);
      reading.take(answer);
    };
    return reading;
  }
}

/** The state of one layer in a thread. */
class Reading {
  hasFailed = false;
  readonly finished: Promise<Buffer>;
  readonly #free: Uint8Array<ArrayBuffer>[] = [];
  #buffers = 0;
  #resolve!: (index: Buffer) => void;
  #reject!: (error: Error) => void;
  #wake: () => void = () => undefined;

  constructor() {
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  take(answer: LayerWorkerAnswer): void {
    if (answer.kind === 'progress' && answer.returned !== undefined) this.#free.push(answer.returned);
    if (answer.kind === 'done') this.#resolve(Buffer.from(answer.index.buffer, answer.index.byteOffset, answer.index.byteLength));
    if (answer.kind === 'failed') {
      this.hasFailed = true;
      this.#reject(new Error(answer.message));
    }
    this.#wake();
  }

  /** One that the thread gave back, or a new one while there are few; waits for it. */
  async nextBuffer(): Promise<Uint8Array<ArrayBuffer>> {
    for (;;) {
      const free = this.#free.pop();
      if (free !== undefined) return free;
      if (this.hasFailed || this.#buffers < piecesInFlight) {
        this.#buffers++;
        return new Uint8Array(pieceBytes);
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

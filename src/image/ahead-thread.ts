import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { SeamError } from '../lib/decompress/confirm-seam.ts';
import { patienceMs, PieceRing } from '../lib/thread/piece-ring.ts';
import { aheadStreams, decodePlace, type AheadPlace, type AheadRequest } from './ahead-protocol.ts';
import { type FilePart } from './layer-file.ts';

/** Where the bundle puts the thread's program. Run from source there is none. */
const bundled = new URL('./ahead-worker.cjs', import.meta.url);

export function hasAheadThread(): boolean {
  return existsSync(fileURLToPath(bundled));
}

/** How many pieces of 256 KiB it may be ahead. */
const slots = 160;

/** How long the calling thread may be blocked at a time: milliseconds. */
const blockedMs = 20;

/** In MB: what it inflates to is outside its heap. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 64 };

/** A thread that inflates stretches of a layer while the calling thread is busy with what comes before them. */
export class AheadThread implements Disposable {
  readonly #ring = new PieceRing(slots);
  readonly #worker: Worker;
  #isDead = false;

  constructor(part: FilePart, program: URL = bundled) {
    const workerData = { memory: this.#ring.memory, part };
    this.#worker = new Worker(program, { workerData, env: {}, execArgv: [], resourceLimits });
    this.#worker.unref();
    this.#worker.on('error', () => (this.#isDead = true));
    this.#worker.on('exit', () => (this.#isDead = true));
  }

  [Symbol.dispose](): void {
    void this.#worker.terminate();
  }

  /** To be asked again only when the stretch before was taken to its end. */
  ask(request: AheadRequest): void {
    this.#worker.postMessage(request);
  }

  /** Whether it has something to tell. */
  get hasNext(): boolean {
    return this.#ring.hasNext;
  }

  /** Resolves when it has. Throws {@link SeamError} when it never will. */
  async waitForNext(): Promise<void> {
    for (const started = Date.now(); !this.hasNext;) {
      if (this.#isDead || Date.now() - started > patienceMs) throw new SeamError('the thread that inflates ahead does not answer');
      // The death of a thread is told by an event.
      if (!this.#ring.waitForNext(blockedMs)) await setImmediate();
    }
  }

  /** Where the stretch that was asked for begins, once there is something to tell; `undefined` when no seam was found. */
  takeStart(): AheadPlace | undefined {
    const { stream, piece } = this.#ring.next(0)!;
    const start = stream === aheadStreams.seam ? decodePlace(piece) : undefined;
    this.#ring.release();
    return start;
  }

  /**
   * Hands over the next piece of the stretch, valid during the call, or answers where the stretch ended, once there is something to tell. Throws
   * {@link SeamError} when it came to nothing.
   */
  take(sink: (inflated: Buffer) => void): AheadPlace | undefined {
    const { stream, piece } = this.#ring.next(0)!;
    if (stream === aheadStreams.inflated) sink(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    else if (stream !== aheadStreams.end) throw new SeamError('what was inflated ahead is damaged');
    const end = stream === aheadStreams.end ? decodePlace(piece) : undefined;
    this.#ring.release();
    return end;
  }
}

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { PieceRing, slotBytes } from '../thread/piece-ring.ts';
import { type Hashes } from './hashes.ts';

/** Where the bundle puts the thread's program. Run from source there is none. */
const program = new URL('./hash-worker.js', import.meta.url);

export function hasHashThread(): boolean {
  return existsSync(fileURLToPath(program));
}

/** Hashes on another core, while the caller goes on; `digests` waits. For one long stream on a machine with a core to spare. */
export class ThreadHashes implements Hashes {
  readonly #ring = new PieceRing(slots);
  readonly #worker: Worker;

  constructor(algorithms: readonly string[], workerProgram = program) {
    this.#worker = new Worker(workerProgram, {
      workerData: { memory: this.#ring.memory, algorithms },
      env: {},
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    });
    this.#worker.unref();
    // Whoever waits is told by the wait itself; an unheard event would end the process.
    this.#worker.on('error', () => undefined);
  }

  update(stream: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += slotBytes) this.#ring.put(stream, bytes.subarray(at, at + slotBytes));
  }

  digests(): readonly string[] {
    this.#ring.putEnd();
    const answer = Buffer.from(this.#ring.takeAnswer()).toString();
    this.close();
    return JSON.parse(answer) as string[];
  }

  close(): void {
    void this.#worker.terminate();
  }
}

/** How many pieces may wait to be hashed. */
const slots = 64;

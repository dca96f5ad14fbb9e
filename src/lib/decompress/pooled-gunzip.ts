import { SpareBuffers } from '../bytes/spare-buffers.ts';
import { type DecompressLimits } from './decompressor.ts';
import { GzipFraming } from './gzip-framing.ts';
import { PooledInflater } from './pooled-inflater.ts';

/** What `Gunzip` does, but inflating on a thread of libuv's pool while the calling thread works on what was inflated before. */
export class PooledGunzip {
  readonly #framing: GzipFraming;
  readonly #inflater: PooledInflater;
  /** One is filled while the content of the other is used. */
  #outputs: readonly [filling: Buffer, used: Buffer] = [outputs.take(), outputs.take()];
  /** Inflated, but not given to the sink yet. */
  #ready: Buffer | undefined;
  #isClosed = false;

  private constructor(inflater: PooledInflater, limits: DecompressLimits) {
    this.#inflater = inflater;
    this.#framing = new GzipFraming(limits);
  }

  /** `undefined` where zlib of this Node has another shape inside; `Gunzip` does the same work there. */
  static open(limits: DecompressLimits): PooledGunzip | undefined {
    const inflater = PooledInflater.open();
    return inflater === undefined ? undefined : new PooledGunzip(inflater, limits);
  }

  /** `chunk` may be changed when it resolves. The last piece comes with the next call, or with `end`. Rejects with a `DecompressError`. */
  async push(chunk: Buffer, sink: (bytes: Buffer) => void): Promise<void> {
    for (let rest = chunk; rest.length > 0 && !this.#isClosed;)
      rest = rest.subarray(this.#framing.isInBody ? await this.#inflate(rest, sink) : this.#framing.take(rest));
  }

  /** Throws a `DecompressError` when the stream is cut. */
  end(sink: (bytes: Buffer) => void): void {
    this.#giveReady(sink);
    this.#framing.end();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (!this.#inflater.isRunning) outputs.give(...this.#outputs);
    this.#inflater.close();
  }

  /** Until the bytes or the deflate stream end; returns how many bytes it took. */
  async #inflate(bytes: Buffer, sink: (bytes: Buffer) => void): Promise<number> {
    for (let left = bytes.length; ;) {
      const [filling, used] = this.#outputs;
      const inflating = this.#inflater.inflate(bytes.subarray(bytes.length - left), filling);
      try {
        this.#giveReady(sink);
      } finally {
        await inflating;
      }
      const part = await inflating;
      if (this.#isClosed) return bytes.length;
      this.#ready = part.output;
      this.#outputs = [used, filling];
      left = part.left;
      // A full output may mean that there is more.
      if (part.output.length === filling.length) continue;
      if (left > 0) this.#endBody(sink);
      return bytes.length - left;
    }
  }

  #endBody(sink: (bytes: Buffer) => void): void {
    this.#giveReady(sink);
    this.#framing.endBody();
    this.#inflater.reset();
  }

  #giveReady(sink: (bytes: Buffer) => void): void {
    const ready = this.#ready;
    if (ready === undefined) return;
    this.#ready = undefined;
    this.#framing.addInflated(ready);
    sink(ready);
  }
}

/** A call of the pool inflates this much at most. Starting one takes a hundredth of the time; four times as much would be no faster. */
const outputs = new SpareBuffers(512 * 1024);

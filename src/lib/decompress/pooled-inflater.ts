import { constants, createInflateRaw, type InflateRaw } from 'node:zlib';
import { DecompressError } from './decompressor.ts';
import { detachFromStream, openZlibHandle, type OpenZlib, type ZlibWrite } from './zlib-handle.ts';

/** What one call of {@link PooledInflater.inflate} did. */
export interface InflatedPart {
  readonly output: Buffer;
  /** Bytes of the input that were not used. */
  readonly left: number;
}

interface CompleteHandle {
  readonly handle: { write: ZlibWrite; reset: () => void };
}

/** Inflates deflate streams (RFC 1951) on a thread of libuv's pool, so that the calling thread can do other work meanwhile. */
export class PooledInflater {
  readonly #stream: InflateRaw;
  readonly #zlib: OpenZlib & CompleteHandle;
  #isRunning = false;
  #isClosed = false;

  private constructor(stream: InflateRaw, zlib: OpenZlib) {
    this.#stream = stream;
    this.#zlib = zlib as OpenZlib & CompleteHandle;
  }

  /** `undefined` where zlib of this Node has another shape inside. */
  static open(): PooledInflater | undefined {
    const stream = createInflateRaw();
    const zlib = openZlibHandle(stream);
    if (zlib === undefined || typeof zlib.handle.reset !== 'function' || !detachFromStream(zlib.handle)) return undefined;
    return new PooledInflater(stream, zlib);
  }

  /**
   * Fills `output` as far as `input` goes. Neither may be changed before it resolves; one call at a time. Rejects with a {@link DecompressError}
   * on damaged data. Input that is left where the output is not full follows the end of the stream.
   */
  async inflate(input: Buffer, output: Buffer): Promise<InflatedPart> {
    const { handle, state } = this.#zlib;
    this.#isRunning = true;
    try {
      await new Promise<void>((resolve, reject) => {
        handle.cb = resolve;
        handle.onerror = (message) => reject(new DecompressError(`the gzip stream is damaged: ${message}`));
        handle.write(constants.Z_NO_FLUSH, input, 0, input.length, output, 0, output.length);
      });
    } finally {
      this.#isRunning = false;
      if (this.#isClosed) this.#stream.destroy();
    }
    return { output: output.subarray(0, output.length - state[0]!), left: state[1]! };
  }

  /** The pool may be writing to the output of the last call. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Makes it ready for another stream. */
  reset(): void {
    this.#zlib.handle.reset();
  }

  /** May be called while it inflates. */
  close(): void {
    this.#isClosed = true;
    if (!this.#isRunning) this.#stream.destroy();
  }
}

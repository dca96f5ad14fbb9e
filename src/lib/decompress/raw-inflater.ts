import { constants, createInflateRaw, type InflateRaw } from 'node:zlib';
import { DecompressError } from './decompressor.ts';
import { openZlibHandle, type OpenZlib } from './zlib-handle.ts';

const outputBytes = 256 * 1024;
/** After a failed write zlib reports neither how much it read nor what it produced; short inputs limit the loss before a damaged place. */
const inputBytes = 64 * 1024;

/** Inflates deflate streams (RFC 1951) that are pushed through it, synchronously, into one buffer that is used again. */
export class RawInflater {
  readonly #stream: InflateRaw = createInflateRaw();
  readonly #zlib: OpenZlib;
  readonly #output = Buffer.allocUnsafeSlow(outputBytes);
  #failure: { message: string; code: string } | undefined;

  constructor() {
    const zlib = openZlibHandle(this.#stream);
    if (zlib?.handle.reset === undefined)
      throw new Error(`zlib of Node ${process.version} has another shape inside than the versions pratique was tested on`);
    this.#zlib = zlib;
    zlib.handle.onerror = (message, _errno, code) => {
      this.#failure = { message, code };
    };
  }

  /** Returns how many of the bytes belong to the stream: fewer than all when it ended. Throws {@link DecompressError}. */
  push(chunk: Buffer, sink: (bytes: Buffer) => void): number {
    for (let at = 0; at < chunk.length;) {
      const length = Math.min(inputBytes, chunk.length - at);
      const left = this.#write(chunk, at, length, sink);
      at += length - left;
      if (left > 0) return at;
    }
    return chunk.length;
  }

  /** Makes it ready for another stream. */
  reset(): void {
    this.#zlib.handle.reset?.();
    this.#failure = undefined;
  }

  close(): void {
    this.#stream.destroy();
  }

  /** Returns how many bytes were left over. */
  #write(chunk: Buffer, offset: number, length: number, sink: (bytes: Buffer) => void): number {
    const { handle, state } = this.#zlib;
    let left = length;
    for (;;) {
      const output = this.#output;
      handle.writeSync(constants.Z_NO_FLUSH, chunk, offset + length - left, left, output, 0, output.length);
      if (this.#failure !== undefined) throw new DecompressError(`the gzip stream is damaged: ${this.#failure.message}`);
      const produced = output.length - state[0]!;
      left = state[1]!;
      if (produced > 0) sink(output.subarray(0, produced));
      // Room left in the output means that all of the stream in the input was read.
      if (produced < output.length) return left;
    }
  }
}

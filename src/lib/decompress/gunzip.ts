import { createGunzip, constants } from 'node:zlib';
import { DecompressError, type DecompressLimits, type Decompressor } from './decompressor.ts';
import { openZlibHandle, type OpenZlib } from './zlib-handle.ts';

/** RFC 1952, all members of a file; trailing zeros are passed over, other trailing bytes are an error. */
export function makeGunzip(limits: DecompressLimits): Decompressor {
  const stream = createGunzip();
  const zlib = openZlibHandle(stream);
  if (zlib !== undefined) return new HandleGunzip({ stream, ...zlib }, limits);
  throw new Error(`zlib of Node ${process.version} has another shape inside than the versions pratique was tested on`);
}

interface OpenStream extends OpenZlib {
  readonly stream: { destroy(): void };
}

const outputBytes = 256 * 1024;
/** On a failing write zlib tells neither how much it took nor what it made; short inputs bound what a wrong trailer can take along. */
const inputBytes = 64 * 1024;

class HandleGunzip implements Decompressor {
  readonly #zlib: OpenStream;
  readonly #maxHeaderBytes: number;
  readonly #output = Buffer.allocUnsafeSlow(outputBytes);
  #failure: { message: string; code: string } | undefined;
  #consumed = 0;
  #hasProduced = false;

  constructor(zlib: OpenStream, limits: DecompressLimits) {
    this.#zlib = zlib;
    this.#maxHeaderBytes = limits.gzipHeaderBytes;
    zlib.handle.onerror = (message, _errno, code) => {
      this.#failure = { message, code };
    };
  }

  push(chunk: Buffer, sink: (bytes: Buffer) => void): void {
    for (let at = 0; at < chunk.length; at += inputBytes) {
      this.#write(constants.Z_NO_FLUSH, chunk, at, Math.min(inputBytes, chunk.length - at), sink);
    }
  }

  end(sink: (bytes: Buffer) => void): void {
    this.#write(constants.Z_FINISH, emptyInput, 0, 0, sink);
  }

  close(): void {
    this.#zlib.stream.destroy();
  }

  #write(flush: number, input: Buffer, offset: number, length: number, sink: (bytes: Buffer) => void): void {
    const { handle, state } = this.#zlib;
    let left = length;
    for (;;) {
      handle.writeSync(flush, input, offset + length - left, left, this.#output, 0, outputBytes);
      if (this.#failure !== undefined) throw toError(this.#failure);
      const produced = outputBytes - state[0]!;
      this.#consumed += left - state[1]!;
      left = state[1]!;
      if (produced > 0) {
        this.#hasProduced = true;
        sink(this.#output.subarray(0, produced));
      }
      // Room left in the output means that all of the input was looked at.
      if (produced < outputBytes) break;
    }
    if (!this.#hasProduced && this.#consumed > this.#maxHeaderBytes)
      throw new DecompressError(`a gzip header of more than ${this.#maxHeaderBytes} bytes`);
  }
}

const emptyInput = Buffer.alloc(0);

function toError(failure: { readonly message: string; readonly code: string }): DecompressError {
  const isCut = failure.code === 'Z_BUF_ERROR';
  return new DecompressError(isCut ? 'the gzip stream ends early' : `the gzip stream is damaged: ${failure.message}`, isCut);
}

import { createGunzip, type Gunzip, type ZlibOptions } from 'node:zlib';
import { DecompressError, type Decompressor } from './decompressor.ts';

const pieceBytes = 512 * 1024;
/** Room for the next input while one is inflated; the types leave out the options that zlib's streams inherit. */
const streamOptions = { chunkSize: pieceBytes, highWaterMark: 2 * pieceBytes } as ZlibOptions;

/**
 * gzip that is inflated by zlib's own threads while the caller works on what came before: for one stream on a machine with
 * a second core. `push` only hands over; outputs reach the sink while `settle` is awaited, so a caller has to.
 */
export class BackgroundGunzip implements Decompressor {
  readonly #stream: Gunzip = createGunzip(streamOptions);
  readonly #outputs: Buffer[] = [];
  #queuedBytes = 0;
  #sink: (bytes: Buffer) => void = () => undefined;
  #failure: DecompressError | undefined;
  #hasEnded = false;
  #wake: () => void = () => undefined;

  constructor() {
    // Taking an output right here would keep zlib's thread waiting: it gets its next work when this returns.
    this.#stream.on('data', (output: Buffer) => {
      this.#outputs.push(output);
      this.#queuedBytes += output.length;
      if (this.#queuedBytes > maxQueuedBytes) this.#stream.pause();
      this.#wake();
    });
    this.#stream.on('drain', () => this.#wake());
    this.#stream.on('end', () => {
      this.#hasEnded = true;
      this.#wake();
    });
    this.#stream.on('error', (error: NodeJS.ErrnoException) => {
      const isCut = error.code === 'Z_BUF_ERROR';
      this.#failure = new DecompressError(isCut ? 'the gzip stream ends early' : `the gzip stream is damaged: ${error.message}`, isCut);
      this.#wake();
    });
  }

  push(chunk: Buffer, sink: (bytes: Buffer) => void): void {
    this.#throwFailure();
    this.#sink = sink;
    this.#stream.write(Buffer.from(chunk));
  }

  /** Resolves when there is room for more input, or, after the last, when everything has reached the sink. */
  async settle(isLast: boolean): Promise<void> {
    if (isLast) this.#stream.end();
    while (this.#failure === undefined && this.#isWaiting(isLast)) {
      const output = this.#outputs.shift();
      if (output === undefined) await this.#nextEvent();
      else this.#give(output);
      // Zlib's threads report through the event loop.
      if (this.#outputs.length > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    for (const output of this.#outputs.splice(0)) this.#give(output);
  }

  #isWaiting(isLast: boolean): boolean {
    return this.#outputs.length > 0 || (isLast ? !this.#hasEnded : this.#stream.writableNeedDrain);
  }

  end(): void {
    this.#throwFailure();
  }

  close(): void {
    this.#sink = () => undefined;
    this.#stream.destroy();
    this.#hasEnded = true;
    this.#wake();
  }

  #give(output: Buffer): void {
    this.#queuedBytes -= output.length;
    if (this.#queuedBytes <= maxQueuedBytes && this.#stream.isPaused()) this.#stream.resume();
    this.#sink(output);
  }

  #nextEvent(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

const maxQueuedBytes = 4 * 1024 * 1024;

import { type DecompressLimits, type Decompressor } from './decompressor.ts';
import { GzipFraming } from './gzip-framing.ts';
import { RawInflater } from './raw-inflater.ts';

/** RFC 1952, all members of a file; trailing zeros are skipped, other trailing bytes are an error. */
export class Gunzip implements Decompressor {
  readonly #framing: GzipFraming;
  readonly #inflater = new RawInflater();

  constructor(limits: DecompressLimits) {
    this.#framing = new GzipFraming(limits);
  }

  push(chunk: Buffer, sink: (bytes: Buffer) => void): void {
    for (let rest = chunk; rest.length > 0;)
      rest = rest.subarray(this.#framing.isInBody ? this.#inflate(rest, sink) : this.#framing.take(rest));
  }

  end(): void {
    this.#framing.end();
  }

  close(): void {
    this.#inflater.close();
  }

  #inflate(bytes: Buffer, sink: (bytes: Buffer) => void): number {
    const taken = this.#inflater.push(bytes, (inflated) => {
      this.#framing.addInflated(inflated);
      sink(inflated);
    });
    if (taken < bytes.length) {
      this.#framing.endBody();
      this.#inflater.reset();
    }
    return taken;
  }
}

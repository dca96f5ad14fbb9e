import { type TarContent } from './tar-entry.ts';
import { type SparseMap } from './sparse-map.ts';

const zeros = Buffer.alloc(64 * 1024);

/** Gives a receiver the logical content of a sparse file: stored bytes in their places and zeros in the holes. */
export class SparseContent implements TarContent {
  readonly #target: TarContent;
  readonly #map: SparseMap;
  #segment = 0;
  #inSegment = 0;
  #position = 0;

  constructor(target: TarContent, map: SparseMap) {
    this.#target = target;
    this.#map = map;
  }

  write(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      const offset = this.#map.segments[this.#segment];
      const length = this.#map.segments[this.#segment + 1];
      if (offset === undefined || length === undefined) return;
      this.#fillTo(offset + this.#inSegment);
      const taken = Math.min(length - this.#inSegment, chunk.length - at);
      this.#target.write(chunk.subarray(at, at + taken));
      at += taken;
      this.#position += taken;
      this.#inSegment += taken;
      if (this.#inSegment === length) {
        this.#segment += 2;
        this.#inSegment = 0;
      }
    }
  }

  end(isComplete: boolean): void {
    if (isComplete) this.#fillTo(this.#map.logicalBytes);
    this.#target.end(isComplete);
  }

  #fillTo(offset: number): void {
    while (this.#position < offset) {
      const length = Math.min(zeros.length, offset - this.#position);
      this.#target.write(zeros.subarray(0, length));
      this.#position += length;
    }
  }
}

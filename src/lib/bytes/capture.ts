/** A stretch of a streamed file, collected as it comes by. */
export class Capture {
  /** Position of its first byte in the file. */
  readonly start: number;
  #wanted: number;
  #parts: Buffer[] = [];
  #length = 0;

  constructor(start: number, wanted: number) {
    this.start = start;
    this.#wanted = wanted;
  }

  /** What has come so far. */
  get bytes(): Buffer {
    if (this.#parts.length !== 1) this.#parts = [Buffer.concat(this.#parts)];
    return this.#parts[0]!;
  }

  get isFull(): boolean {
    return this.#length >= this.#wanted;
  }

  /** How many bytes it is to have in the end; never fewer than before. */
  extend(wanted: number): void {
    this.#wanted = Math.max(this.#wanted, wanted);
  }

  /** `window` begins at `windowStart` in the file; what it has of the next bytes is copied. */
  take(window: Buffer, windowStart: number): void {
    const from = this.start + this.#length - windowStart;
    if (this.isFull || from < 0 || from >= window.length) return;
    const part = Buffer.from(window.subarray(from, from + this.#wanted - this.#length));
    this.#parts.push(part);
    this.#length += part.length;
  }
}

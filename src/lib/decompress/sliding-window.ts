/** How far back a deflate stream can refer: bytes. RFC 1951, 2. */
export const windowBytes = 32 * 1024;

/** The last 32 KiB of what is pushed through it. */
export class SlidingWindow {
  readonly #bytes = Buffer.alloc(windowBytes);
  #filled = 0;

  /** Zeros come before what was not pushed. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  get isFull(): boolean {
    return this.#filled >= windowBytes;
  }

  push(bytes: Buffer): void {
    const end = bytes.subarray(-windowBytes);
    this.#bytes.copyWithin(0, end.length);
    end.copy(this.#bytes, windowBytes - end.length);
    this.#filled += end.length;
  }

  clear(): void {
    this.#filled = 0;
  }
}

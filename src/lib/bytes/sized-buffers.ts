/**
 * Buffers of different lengths that are used again instead of being left to the garbage collector, which frees large ones late. Lengths are powers of two, so that one
 * serves many requests; what is kept for later is bounded.
 */
export class SizedBuffers {
  readonly #smallestBytes: number;
  readonly #maxSpareBytes: number;
  readonly #spare: Buffer[] = [];
  #spareBytes = 0;

  constructor(smallestBytes: number, maxSpareBytes: number) {
    this.#smallestBytes = smallestBytes;
    this.#maxSpareBytes = maxSpareBytes;
  }

  /** At least so long; its content is arbitrary. */
  take(bytes: number): Buffer {
    const at = this.#spare.findIndex(({ length }) => length >= bytes);
    if (at === -1) return Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(Math.max(bytes, this.#smallestBytes))));
    const [buffer] = this.#spare.splice(at, 1);
    this.#spareBytes -= buffer!.length;
    return buffer!;
  }

  /** Nothing may use the buffer any more. */
  give(buffer: Buffer): void {
    if (this.#spareBytes + buffer.length > this.#maxSpareBytes) return;
    this.#spare.push(buffer);
    this.#spare.sort((a, b) => a.length - b.length);
    this.#spareBytes += buffer.length;
  }
}

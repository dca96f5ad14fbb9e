/** Buffers of one length that are used again instead of being left to the garbage collector, which frees large ones late. */
export class SpareBuffers {
  readonly #bytes: number;
  readonly #spare: Buffer[] = [];

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** Its content is arbitrary. */
  take(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(this.#bytes);
  }

  /** Nothing may use the buffers any more. */
  give(...buffers: readonly Buffer[]): void {
    this.#spare.push(...buffers);
  }
}

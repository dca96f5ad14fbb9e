import { HttpError } from './http-error.ts';
import { type HttpLimits } from './http-limits.ts';

/**
 * Bounds the time that a server can take to send a small document byte by byte: the largest document at the slowest rate. It counts the waiting of all attempts of one
 * request, so that repeating the request does not start it again.
 */
export class DocumentPace {
  readonly #limits: HttpLimits;
  #waitedMs = 0;
  #received = 0;

  constructor(limits: HttpLimits) {
    this.#limits = limits;
  }

  /** Whether the time is used up, so that another attempt is useless. */
  get isSpent(): boolean {
    const { documentGraceMs = Infinity, documentBytesPerSecond = 0 } = this.#limits;
    return this.#waitedMs > documentGraceMs && this.#received < (documentBytesPerSecond * this.#waitedMs) / 1_000;
  }

  /** The same bytes. Fails with kind `timeout`. */
  async *watch(body: AsyncIterable<Uint8Array>, where: string): AsyncGenerator<Uint8Array, void, undefined> {
    let startedAt = performance.now();
    for await (const chunk of body) {
      this.#waitedMs += performance.now() - startedAt;
      this.#received += chunk.length;
      if (this.isSpent)
        throw new HttpError(
          'timeout',
          where,
          `the response is too slow (${this.#received} bytes in ${Math.round(this.#waitedMs / 1_000)} seconds)`,
        );
      yield chunk;
      startedAt = performance.now();
    }
  }
}

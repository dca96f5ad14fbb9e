import { HttpError } from './http-error.ts';
import { type HttpResponse } from './http-client.ts';
import { type HttpLimits, type HttpRuntime } from './http-limits.ts';
import { backoffDelay, waitFor } from './retry-delay.ts';

export interface DownloadOptions {
  /** Total bytes; without it the first response's Content-Length counts, and without that the end of the stream. */
  readonly size?: number;
  readonly limits: HttpLimits;
  /** The resource is named by its digest, so different validators (ETag, Last-Modified) of mirrors mean nothing. */
  readonly isImmutable?: boolean;
}

/**
 * Requests the bytes from `offset` on; returns only responses with status 200, 206 or 416 and throws for others. `first` holds the
 * header fields of the first response, for `If-Range`.
 */
export type OpenAt = (offset: number, first: ReadonlyMap<string, string> | undefined) => Promise<HttpResponse>;

/**
 * The bytes of one resource, each delivered once and in order, resumed by Range (RFC 9110, 14) when the connection breaks. A server without
 * ranges is read again from the start, skipping what was delivered. Reading stops one byte after `size`, so that a size check fails.
 * Fails with the last {@link HttpError} when `limits.attempts` in a row delivered nothing new.
 */
export async function* downloadResumable(
  open: OpenAt,
  options: DownloadOptions,
  runtime: HttpRuntime,
): AsyncGenerator<Uint8Array, void, undefined> {
  const transfer = new Transfer(options);
  while (!transfer.isComplete) {
    const failure = yield* transfer.run(open);
    if (failure !== undefined) await transfer.recover(failure, runtime);
  }
}

class Transfer {
  readonly #limits: HttpLimits;
  readonly #isImmutable: boolean;
  #size: number | undefined;
  #first: ReadonlyMap<string, string> | undefined;
  #delivered = 0;
  #deliveredAtStart = 0;
  #hasRanges = true;
  #restarts = 0;
  #resumes = 0;
  #fruitless = 0;
  isComplete = false;

  constructor({ size, limits, isImmutable }: DownloadOptions) {
    this.#isImmutable = isImmutable === true;
    this.#size = size;
    this.#limits = limits;
  }

  /** The bytes of one response; returns the error that broke it, if any. */
  async *run(open: OpenAt): AsyncGenerator<Uint8Array, HttpError | undefined, undefined> {
    this.#deliveredAtStart = this.#delivered;
    try {
      const offset = this.#hasRanges ? this.#delivered : 0;
      const response = await open(offset, this.#first);
      let skip = this.#bytesToSkip(response, offset);
      for await (const chunk of response.body) {
        const fresh = this.#cut(skip === 0 ? chunk : chunk.subarray(Math.min(skip, chunk.length)));
        skip -= Math.min(skip, chunk.length);
        this.#delivered += fresh.length;
        if (fresh.length > 0) yield fresh;
        if (this.#size !== undefined && this.#delivered > this.#size) break;
      }
      if (this.#size === undefined || this.#delivered >= this.#size) this.isComplete = true;
      return this.isComplete
        ? undefined
        : new HttpError('broken', response.url.host, `the transfer ended after ${this.#delivered} of ${String(this.#size)} bytes`);
    } catch (error) {
      if (!(error instanceof HttpError) || error.kind === 'aborted' || error.kind === 'changed') throw error;
      // All bytes arrived; what the server does with the connection after that does not matter.
      if (this.#size !== undefined && this.#delivered >= this.#size) this.isComplete = true;
      return this.isComplete ? undefined : error;
    }
  }

  /** Waits before the next attempt, or throws when another one is useless. */
  async recover(failure: HttpError, runtime: HttpRuntime): Promise<void> {
    this.#resumes += 1;
    this.#fruitless = this.#delivered > this.#deliveredAtStart ? 0 : this.#fruitless + 1;
    if (!failure.isTransient && failure.kind !== 'range') throw failure;
    if (this.#fruitless >= this.#limits.attempts || this.#restarts >= this.#limits.attempts || this.#resumes >= this.#limits.resumes)
      throw failure;
    await waitFor(backoffDelay(this.#fruitless, this.#limits), runtime);
  }

  /** Everything up to one byte past the size. */
  #cut(chunk: Uint8Array): Uint8Array {
    if (this.#size === undefined) return chunk;
    const wanted = this.#size + 1 - this.#delivered;
    return chunk.length <= wanted ? chunk : chunk.subarray(0, wanted);
  }

  #bytesToSkip(response: HttpResponse, offset: number): number {
    this.#assertSame(response);
    if (response.status === 200) {
      if (this.#deliveredAtStart > 0) this.#restarts += 1;
      return this.#deliveredAtStart;
    }
    const range = response.status === 206 ? parseContentRange(response.headers.get('content-range')) : undefined;
    const isRight = range?.start === offset && (range.total === undefined || this.#size === undefined || range.total === this.#size);
    if (isRight) return this.#deliveredAtStart - offset;
    response.discard();
    this.#hasRanges = false;
    throw new HttpError('range', response.url.host, `requested bytes from ${offset} on, got status ${response.status} with another range`);
  }

  /** Parts of two different resources must not be joined. */
  #assertSame(response: HttpResponse): void {
    if (this.#first === undefined) {
      this.#first = response.headers;
      this.#size ??= response.status === 200 ? parseLength(response.headers.get('content-length')) : undefined;
      return;
    }
    const length = response.status === 200 ? parseLength(response.headers.get('content-length')) : undefined;
    const hasOtherLength = length !== undefined && this.#size !== undefined && length !== this.#size;
    const hasOtherValidator = ['etag', 'last-modified'].some((name) => {
      const [before, now] = [this.#first?.get(name), response.headers.get(name)];
      return before !== undefined && now !== undefined && before !== now;
    });
    if (this.#isImmutable || (!hasOtherLength && !hasOtherValidator)) return;
    response.discard();
    throw new HttpError('changed', response.url.host, 'the content changed during the download');
  }
}

/** `bytes 5-9/10` (RFC 9110, 14.4); `undefined` for anything else. */
export function parseContentRange(
  value: string | undefined,
): { readonly start: number; readonly end: number; readonly total?: number } | undefined {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/.exec(value?.trim() ?? '');
  if (match === null) return undefined;
  const [, start, end, total] = match;
  return { start: Number(start), end: Number(end), ...(total === '*' ? {} : { total: Number(total) }) };
}

function parseLength(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

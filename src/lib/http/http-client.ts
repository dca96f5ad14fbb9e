import { Dispatchers, type DispatcherOptions } from './dispatchers.ts';
import { DocumentPace } from './document-pace.ts';
import { HttpError } from './http-error.ts';
import { type HttpLimits, type HttpRuntime } from './http-limits.ts';
import { restoreCompiler } from './import-undici.ts';
import { readBodyAtMost, readBodyStart } from './read-body-at-most.ts';
import { parseRedirect, redirectFailure } from './redirect.ts';
import { backoffDelay, isTransientStatus, parseRetryAfter, waitFor } from './retry-delay.ts';
import { toHttpError } from './to-http-error.ts';
import { watchBody } from './watch-body.ts';

export interface HttpRequest {
  /** GET when absent. Only GET and HEAD follow redirects; POST, PATCH and requests that stream their body are not repeated (RFC 9110, 9.2.2). */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Lower-case names. What may be a secret is sent to the origin of the URL only, never along a redirect to another one: all but {@link plainHeaders}. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A stream is sent as it is read and needs a `content-length` field; there is no time limit while bytes keep coming. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Fewer than the client's limit. */
  readonly maxAttempts?: number;
}

interface Answer {
  /** The URL that the response came from, after redirects. */
  readonly url: URL;
  readonly status: number;
  /** Lower-case names; repeated fields are joined by `, `. */
  readonly headers: ReadonlyMap<string, string>;
}

/** The receiver must read the body or call `discard`. */
export interface HttpResponse extends Answer {
  /** As sent, without decompression. Iterating it can fail with any {@link HttpError}. */
  readonly body: AsyncIterable<Uint8Array>;
  discard(): void;
}

export interface WholeResponse extends Answer {
  readonly bytes: Uint8Array;
}

/** Fetches on behalf of one home server, with connection pools of its own, which `close` ends. */
export class HttpClient {
  readonly #limits: HttpLimits;
  readonly #userAgent: string;
  readonly #dispatchers: Dispatchers;
  /** Origins that have answered. */
  readonly #answered = new Set<string>();

  constructor(options: DispatcherOptions & { readonly userAgent?: string }) {
    this.#limits = options.limits;
    this.#userAgent = options.userAgent ?? 'pratique';
    this.#dispatchers = new Dispatchers(options);
  }

  /** Follows redirects and repeats after temporary failures, both within the limits; an error status at the end is a response like any other. */
  request(url: URL, request: HttpRequest, runtime: HttpRuntime): Promise<HttpResponse> {
    return this.#retry(url, request, runtime, () => this.#follow(url, request, runtime));
  }

  /**
   * The same with the body read, so that a connection that breaks inside the body is repeated too. Fails with kind `too-large` past
   * `maxBytes`; of a response with an error status only the first bytes are read.
   */
  requestWhole(url: URL, request: HttpRequest, maxBytes: number, runtime: HttpRuntime): Promise<WholeResponse> {
    const pace = new DocumentPace(this.#limits);
    const run = async (): Promise<WholeResponse> => {
      const { body, url: from, status, headers } = await this.#follow(url, request, runtime);
      const watched = pace.watch(body, `${from.host}${from.pathname}`);
      const bytes =
        status < 300
          ? await readBodyAtMost(watched, maxBytes, `${from.host}${from.pathname}`)
          : await readBodyStart(watched, this.#limits.errorBodyBytes);
      return { url: from, status, headers, bytes };
    };
    return this.#retry(url, request, runtime, run, pace);
  }

  close(): Promise<void> {
    return this.#dispatchers.close();
  }

  async #retry<Response extends Answer>(
    { host, origin }: URL,
    request: HttpRequest,
    runtime: HttpRuntime,
    run: () => Promise<Response>,
    pace?: DocumentPace,
  ): Promise<Response> {
    let timeouts = 0;
    let waitedMs = 0;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await run().catch((error: unknown) => toHttpError(error, host));
      const isFailure = outcome instanceof HttpError;
      if (isFailure && outcome.kind === 'timeout') timeouts += 1;
      // A server that was silent twice, or from the start, is not going to answer after six attempts.
      const isSilent = timeouts >= (this.#answered.has(origin) ? 2 : 1);
      const mayRetry =
        isIdempotent(request) && attempt < (request.maxAttempts ?? this.#limits.attempts) && !isSilent && pace?.isSpent !== true;
      const delayMs = mayRetry ? this.#delayAfter(outcome, attempt, waitedMs, runtime) : undefined;
      if (delayMs === undefined && isFailure) throw outcome;
      if (delayMs === undefined) return outcome as Response;
      if (!isFailure && 'discard' in outcome) (outcome as unknown as HttpResponse).discard();
      runtime.log?.info('request failed, waiting for the next attempt', {
        host,
        delayMs: Math.round(delayMs),
        reason: isFailure ? outcome.message : outcome.status,
      });
      await waitFor(delayMs, runtime);
      waitedMs += delayMs;
    }
  }

  /** `undefined` when another attempt is useless, or if the server requires a longer wait than we allow. */
  #delayAfter(outcome: Answer | HttpError, attempt: number, waitedMs: number, runtime: HttpRuntime): number | undefined {
    const backoffMs = backoffDelay(attempt, this.#limits);
    if (outcome instanceof HttpError) return outcome.isTransient ? backoffMs : undefined;
    if (!isTransientStatus(outcome.status)) return undefined;
    const retryAt = parseRetryAfter(outcome.headers.get('retry-after'), runtime.now());
    if (retryAt === undefined) return backoffMs;
    const askedMs = Math.max(retryAt.getTime() - runtime.now().getTime(), 0);
    return waitedMs + askedMs > this.#limits.retryAfterMs ? undefined : askedMs + backoffMs;
  }

  async #follow(start: URL, request: HttpRequest, runtime: HttpRuntime): Promise<HttpResponse> {
    let url = start;
    let from: URL | undefined;
    let headers = request.headers ?? {};
    for (let hops = 0; ; hops += 1) {
      const response = await this.#send(url, { ...request, headers }, runtime).catch((error: unknown) => {
        throw from === undefined ? error : redirectFailure(error, from, url);
      });
      if (!isRedirect(response.status)) return response;
      const location = response.headers.get('location');
      if (location === undefined || !isSafe(request)) return response;
      response.discard();
      const next = parseRedirect(location, url);
      if (hops >= this.#limits.redirects)
        throw redirectFailure(new HttpError('redirect', next.host, tooManyRedirects(this.#limits.redirects)), url, next);
      if (next.origin !== url.origin) headers = withoutSecrets(headers);
      [from, url] = [url, next];
    }
  }

  async #send(url: URL, request: HttpRequest, runtime: HttpRuntime): Promise<HttpResponse> {
    const { host } = url;
    const dispatcher = await this.#dispatchers.get(url);
    const { headersTimeoutMs, firstAnswerTimeoutMs = headersTimeoutMs } = this.#limits;
    const timeoutMs = this.#answered.has(url.origin) ? headersTimeoutMs : Math.min(firstAnswerTimeoutMs, headersTimeoutMs);
    const { signal, clear, unlink, extend } = deadline(timeoutMs, host, runtime);
    const content = isStream(request.body) ? watchUpload(request.body, extend) : request.body;
    try {
      const { statusCode, headers, body } = await dispatcher.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method ?? 'GET',
        headers: { 'accept-encoding': 'identity', 'user-agent': this.#userAgent, ...request.headers },
        // undici sends any async iterable; its type names only Node's streams.
        ...(content === undefined ? {} : { body: content as Uint8Array }),
        signal,
        responseHeaders: 'raw',
      });
      restoreCompiler();
      clear();
      this.#answered.add(url.origin);
      // A destroyed body emits an error event, which would end the process without a listener.
      body.on('error', () => undefined);
      const discard = (): void => {
        body.destroy();
        unlink();
      };
      return {
        url,
        status: statusCode,
        headers: headerMap(headers as unknown as string[]),
        body: watchBody(body, host, this.#limits, unlink),
        discard,
      };
    } catch (error) {
      unlink();
      throw toHttpError(error, host);
    }
  }
}

interface Deadline {
  readonly signal: AbortSignal;
  readonly clear: () => void;
  readonly unlink: () => void;
  readonly extend: () => void;
}

/** A signal that aborts with the caller's, or when no header fields arrived in time; `clear` ends the second reason, `extend` restarts its clock. */
function deadline(timeoutMs: number, host: string, runtime: HttpRuntime): Deadline {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new HttpError('aborted', host, 'stopped', { cause: runtime.signal.reason }));
  const late = (): void => controller.abort(new HttpError('timeout', host, `no response within ${formatSeconds(timeoutMs)}`));
  const timer = setTimeout(late, timeoutMs);
  let isCleared = false;
  const clear = (): void => {
    isCleared = true;
    clearTimeout(timer);
  };
  // A server may respond before it has read everything; refreshing a cleared timer would start it again.
  const extend = (): void => {
    if (!isCleared) timer.refresh();
  };
  const unlink = (): void => {
    clear();
    runtime.signal.removeEventListener('abort', stop);
  };
  if (runtime.signal.aborted) stop();
  else runtime.signal.addEventListener('abort', stop, { once: true });
  return { signal: controller.signal, clear, unlink, extend };
}

function formatSeconds(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${ms / 1_000} seconds`;
}

function isSafe({ method }: HttpRequest): boolean {
  return method === undefined || method === 'GET' || method === 'HEAD';
}

function isIdempotent(request: HttpRequest): boolean {
  return isSafe(request) || ((request.method === 'PUT' || request.method === 'DELETE') && !isStream(request.body));
}

function isStream(body: HttpRequest['body']): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && Symbol.asyncIterator in body;
}

/** Calls `onChunk` for each chunk that is read. */
async function* watchUpload(body: AsyncIterable<Uint8Array>, onChunk: () => void): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of body) {
    onChunk();
    yield chunk;
  }
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

function tooManyRedirects(most: number): string {
  return most === 0 ? 'redirects are not followed' : `more than ${most} redirects`;
}

/** Fields that say what is wanted, and nothing of who wants it. */
const plainHeaders: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
  'user-agent',
]);

function withoutSecrets(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => plainHeaders.has(name)));
}

function headerMap(raw: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return headers;
}

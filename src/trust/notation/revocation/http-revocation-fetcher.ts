import { type LookupFunction } from 'node:net';
import { type HttpClient, type WholeResponse } from '../../../lib/http/http-client.ts';
import { HttpError } from '../../../lib/http/http-error.ts';
import { type ProxySettings } from '../../../lib/http/proxy-settings.ts';
import { limits } from '../../../model/limits.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type RevocationFetcher, type RevocationRequest, RevocationUnavailable } from './revocation-fetcher.ts';

export interface HttpRevocationOptions {
  /** How far inwards the servers of a certificate may be: authorities of companies are in private networks. `private` when absent. */
  readonly reach?: 'public' | 'private' | 'loopback';
  readonly proxy?: ProxySettings;
  /** Another resolver than the system's, for tests. */
  readonly lookup?: LookupFunction;
}

/** Fetches over HTTP, once, with the address on the socket checked (RFC 6960, appendix A.1; RFC 5280, section 4.2.1.13). Disposing it ends its connections. */
export class HttpRevocationFetcher implements RevocationFetcher, AsyncDisposable {
  readonly #options: HttpRevocationOptions;
  #client: Promise<HttpClient> | undefined;

  constructor(options: HttpRevocationOptions = {}) {
    this.#options = options;
  }

  async fetch({ url, ocspRequest, maxBytes, timeoutMs }: RevocationRequest, runtime: Runtime): Promise<Uint8Array> {
    const client = await (this.#client ??= this.#open());
    const timeout = AbortSignal.timeout(timeoutMs);
    const request =
      ocspRequest === undefined
        ? { maxAttempts: 1 }
        : { method: 'POST' as const, body: ocspRequest, headers: { 'content-type': 'application/ocsp-request' }, maxAttempts: 1 };
    const bounded = { ...runtime, signal: AbortSignal.any([runtime.signal, timeout]) };
    const ask = (): Promise<WholeResponse> => client.requestWhole(url, request, maxBytes, bounded);
    let answer: WholeResponse;
    try {
      // A connection that was kept may be closed just now; to ask twice does no harm, since nothing changes by it.
      answer = await ask().catch((error: unknown) => {
        if (error instanceof HttpError && error.kind === 'broken') return ask();
        throw error;
      });
    } catch (cause) {
      runtime.signal.throwIfAborted();
      if (timeout.aborted) throw new RevocationUnavailable(`${url.host} did not answer within ${timeoutMs} ms`, { cause });
      if (cause instanceof HttpError) throw new RevocationUnavailable(cause.message, { cause });
      throw cause;
    }
    if (answer.status >= 200 && answer.status < 300) return answer.bytes;
    throw new RevocationUnavailable(`${url.host} answered with status ${answer.status}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#client)?.close();
  }

  async #open(): Promise<HttpClient> {
    const { HttpClient } = await import('../../../lib/http/http-client.ts');
    const { reach = 'private', proxy, lookup } = this.#options;
    return new HttpClient({
      // Nobody's server: what is reachable follows from the class of its address (lib/http/address-class.ts).
      home: new URL(homes[reach]),
      limits: { ...limits, attempts: 1 },
      ...(proxy === undefined ? {} : { proxy }),
      ...(lookup === undefined ? {} : { lookup }),
    });
  }
}

const homes = { public: 'http://192.88.99.1/', private: 'http://10.255.255.255/', loopback: 'http://127.255.255.254/' } as const;

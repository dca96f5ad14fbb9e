import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fetcher } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import { HttpClient } from '../../../lib/http/http-client.ts';
import { HttpError } from '../../../lib/http/http-error.ts';
import { type ProxySettings } from '../../../lib/http/proxy-settings.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';

export interface FetchOptions {
  readonly proxy?: ProxySettings;
  /** PEM text; trusted in addition to Node's certificate authorities. */
  readonly certificateAuthorities?: string;
}

/**
 * Fetches for tuf-js from one mirror. What fails here is kept in {@link failure}, since tuf-js turns it into text on its way out. Close it with `close`.
 */
export class HttpFetcher implements Fetcher {
  readonly #client: HttpClient;
  readonly #runtime: Runtime;
  #failure: PratiqueError | VerificationError | undefined;

  constructor(mirror: URL, options: FetchOptions, runtime: Runtime) {
    this.#client = new HttpClient({ home: mirror, limits, ...options });
    this.#runtime = runtime;
  }

  /** The last thing that could not be fetched; absent when everything was. */
  get failure(): PratiqueError | VerificationError | undefined {
    return this.#failure;
  }

  async downloadBytes(url: string, maxLength: number): Promise<Buffer> {
    const { status, bytes } = await this.#request(url, maxLength);
    if (status === 200) return Buffer.from(bytes);
    const message = `${url}: the mirror answered with status ${status}`;
    // The end of the chain of roots looks like this, and is no failure.
    if (status !== 404 && status !== 403) this.#failure = new PratiqueError('FETCH_FAILED', message);
    throw new DownloadHTTPError(message, status);
  }

  /** tuf-js wants a file to verify; it is gone when `handler` is done. */
  async downloadFile<T>(url: string, maxLength: number, handler: (file: string) => Promise<T>): Promise<T> {
    const bytes = await this.downloadBytes(url, maxLength);
    const folder = await mkdtemp(join(tmpdir(), 'pratique-target-'));
    try {
      const file = join(folder, 'target');
      await writeFile(file, bytes, { mode: 0o600 });
      return await handler(file);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #request(url: string, maxLength: number): Promise<{ readonly status: number; readonly bytes: Uint8Array }> {
    const bound = Math.min(maxLength, limits.trustedRootBytes);
    try {
      return await this.#client.requestWhole(new URL(url), {}, bound, this.#runtime);
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      this.#failure =
        error.kind === 'too-large'
          ? new VerificationError('METADATA_TOO_LARGE', url, `${url} has more than ${bound} bytes`)
          : new PratiqueError(error.kind === 'aborted' ? 'ABORTED' : 'FETCH_FAILED', error.message, { cause: error });
      throw this.#failure;
    }
  }
}

import { createHash } from 'node:crypto';
import { publicAddresses, usableAddresses } from '../../lib/http/address-class.ts';
import { downloadResumable } from '../../lib/http/download-resumable.ts';
import { HttpClient, type HttpResponse } from '../../lib/http/http-client.ts';
import { HttpError } from '../../lib/http/http-error.ts';
import { type Digest, toDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { type LayerFetchOptions, type LayerLocation } from '../../model/located-layer.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { readCertificateAuthorities } from '../../oci/registry/read-certificate-authorities.ts';

/**
 * Fetches layers from URLs that somebody gave: only from addresses that are allowed, at most `locatedLayerBytes` of each, and header fields of the caller go to the
 * origin of the URL only. Messages name the host and the path, never the query, which holds the signature of a presigned URL.
 */
export class LayerFetcher implements AsyncDisposable {
  readonly #options: LayerFetchOptions;
  readonly #clients = new Map<string, Promise<HttpClient>>();

  constructor(options: LayerFetchOptions) {
    this.#options = options;
  }

  /** The bytes as stored, resumed after a broken connection. Throws LAYERS_UNREADABLE. */
  async *open({ uri, headers }: LayerLocation, runtime: Runtime): AsyncGenerator<Uint8Array, void, undefined> {
    const url = readLayerUri(uri);
    const what = `${url.host}${url.pathname}`;
    const late = AbortSignal.timeout(limits.locatedLayerMs);
    const bounded = { ...runtime, signal: AbortSignal.any([runtime.signal, late]) };
    let length = 0;
    try {
      const client = await this.#clientOf(url);
      const open = async (offset: number): Promise<HttpResponse> => {
        const range: Readonly<Record<string, string>> = offset === 0 ? {} : { range: `bytes=${offset}-` };
        const response = await client.request(url, { headers: { ...headers, ...range } }, bounded);
        if ([200, 206, 416].includes(response.status)) return response;
        response.discard();
        throw new PratiqueError('LAYERS_UNREADABLE', `${what}: ${response.url.host} answered ${response.status}`);
      };
      for await (const chunk of downloadResumable(open, { limits, isImmutable: true }, bounded)) {
        length += chunk.length;
        if (length > limits.locatedLayerBytes)
          throw new PratiqueError('LAYERS_UNREADABLE', `${what}: more than ${limits.locatedLayerBytes} bytes`);
        yield chunk;
      }
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      if (late.aborted && !runtime.signal.aborted)
        throw new PratiqueError('LAYERS_UNREADABLE', `${what}: not received within ${limits.locatedLayerMs / 60_000} minutes`);
      const code = error.kind === 'aborted' ? 'ABORTED' : 'LAYERS_UNREADABLE';
      throw new PratiqueError(code, `${what}: ${error.where === url.host ? error.reason : error.message}`, { cause: error });
    }
  }

  /** What names the bytes of a layer that came without its digest. */
  async digestOf(location: LayerLocation, runtime: Runtime): Promise<Digest> {
    const hash = createHash('sha256');
    for await (const chunk of this.open(location, runtime)) hash.update(chunk);
    return toDigest('sha256', hash.digest('hex'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients.values()) await (await client.catch(() => undefined))?.close();
  }

  #clientOf({ origin }: URL): Promise<HttpClient> {
    const known = this.#clients.get(origin) ?? this.#makeClient(new URL(origin));
    this.#clients.set(origin, known);
    return known;
  }

  async #makeClient(home: URL): Promise<HttpClient> {
    const { caFile, proxy, insecure = false, allowsPrivateAddresses } = this.#options;
    const certificateAuthorities = caFile === undefined ? undefined : await readCertificateAuthorities(caFile);
    return new HttpClient({
      home,
      limits,
      insecure,
      homeClasses: allowsPrivateAddresses ? usableAddresses : publicAddresses,
      ...(proxy === undefined ? {} : { proxy }),
      ...(certificateAuthorities === undefined ? {} : { certificateAuthorities }),
    });
  }
}

/** Throws LAYERS_UNREADABLE for what is not an http or https URL without credentials in it. */
export function readLayerUri(uri: string): URL {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new PratiqueError('LAYERS_UNREADABLE', `${JSON.stringify(uri.slice(0, 80))} is not an http or https URL without a user name`);
  return url;
}

import { type LookupFunction } from 'node:net';
import { readFile } from 'node:fs/promises';
import { downloadResumable } from '../../lib/http/download-resumable.ts';
import { HttpClient, type HttpResponse, type WholeResponse } from '../../lib/http/http-client.ts';
import { HttpError } from '../../lib/http/http-error.ts';
import { readBodyStart } from '../../lib/http/read-body-at-most.ts';
import { type Digest, digestAlgorithm, isDigest } from '../../model/digest.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { limits as defaultLimits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { acceptedDocumentTypes, bareMediaType } from '../document/media-types.ts';
import { computeDigest } from '../document/verify-digest.ts';
import { Authorizer } from './authorizer.ts';
import { type Challenge } from './challenge.ts';
import { isWebPage, toFailure, toRegistryError, webPageError } from './registry-failure.ts';
import { type RegistryLimits } from './registry-limits.ts';
import { registryOrigins } from './registry-origin.ts';
import { quoteAnswer } from './quote-answer.ts';

/** One registry, spoken to by the OCI distribution specification. Repositories and tags are those of a parsed reference. */
export interface RegistryClient extends AsyncDisposable {
  readonly registry: string;
  /**
   * A manifest or index by tag or digest, with the digest of the bytes that came. Throws TARGET_NOT_FOUND, DIGEST_MISMATCH when another digest was
   * asked for, DOCUMENT_TOO_LARGE, and REGISTRY_* for a registry that does not answer, refuses or is none.
   */
  readManifest(repository: string, tagOrDigest: string, runtime: Runtime): Promise<FetchedManifest>;
  /** A small blob, whole and verified. Throws as `readManifest` does. */
  readBlob(repository: string, blob: BlobDescriptor, maxBytes: number, runtime: Runtime): Promise<Uint8Array>;
  /** A blob's bytes as stored, going on after a break; not verified, and at most one byte more than its size. Throws as `readManifest` does. */
  openBlob(repository: string, blob: BlobDescriptor, runtime: Runtime): AsyncIterable<Uint8Array>;
}

export interface BlobDescriptor {
  readonly digest: Digest;
  readonly size: number;
}

export interface FetchedManifest {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  /** Of the answer's Content-Type, without parameters. */
  readonly mediaType?: string;
  /** What Docker-Content-Digest says, when that is something else than `digest`. */
  readonly claimedDigest?: string;
}

export interface RegistryClientOptions extends RegistryOptions {
  /** Other bounds than the program's, for tests. */
  readonly limits?: RegistryLimits;
  /** Another resolver than the system's, for tests. */
  readonly lookup?: LookupFunction;
}

/** Opens no connection yet. Throws CONFIG_INVALID when the file of certificate authorities cannot be read. */
export async function createRegistryClient(registry: string, options: RegistryClientOptions): Promise<RegistryClient> {
  const limits = options.limits ?? defaultLimits;
  const origins = registryOrigins(registry, options.insecure === true);
  const certificateAuthorities = options.caFile === undefined ? undefined : await readCertificates(options.caFile);
  const client = new HttpClient({
    home: origins[0],
    limits,
    insecure: options.insecure === true,
    ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
    ...(certificateAuthorities === undefined ? {} : { certificateAuthorities }),
    ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
  });
  return new DistributionClient(registry, origins, client, new Authorizer(registry, options, client, limits), limits);
}

class DistributionClient implements RegistryClient {
  readonly registry: string;
  readonly #origins: readonly [URL, ...URL[]];
  readonly #client: HttpClient;
  readonly #authorizer: Authorizer;
  readonly #limits: RegistryLimits;
  #origin: Promise<URL> | undefined;

  constructor(registry: string, origins: readonly [URL, ...URL[]], client: HttpClient, authorizer: Authorizer, limits: RegistryLimits) {
    this.registry = registry;
    this.#origins = origins;
    this.#client = client;
    this.#authorizer = authorizer;
    this.#limits = limits;
  }

  async readManifest(repository: string, tagOrDigest: string, runtime: Runtime): Promise<FetchedManifest> {
    const isByDigest = isDigest(tagOrDigest);
    const what = `${this.registry}/${repository}${isByDigest ? '@' : ':'}${tagOrDigest}`;
    const path = `/v2/${repository}/manifests/${tagOrDigest}`;
    const answer = await this.#readWhole(
      repository,
      path,
      { accept: acceptedDocumentTypes.join(', ') },
      what,
      this.#limits.documentBytes,
      runtime,
    );
    const digest = digestOf(answer.bytes, isByDigest ? tagOrDigest : undefined);
    if (isByDigest && digest !== tagOrDigest) throw new PratiqueError('DIGEST_MISMATCH', `${what}: the registry sent ${digest}`);
    assertJson(answer, what);
    const claimed = answer.headers.get('docker-content-digest');
    const mediaType = bareMediaType(answer.headers.get('content-type') ?? '');
    const isLie = claimed !== undefined && (!isDigest(claimed) || digestOf(answer.bytes, claimed) !== claimed);
    return {
      bytes: answer.bytes,
      digest,
      ...(mediaType === '' ? {} : { mediaType }),
      ...(isLie ? { claimedDigest: quoteAnswer(claimed) } : {}),
    };
  }

  async readBlob(repository: string, { digest, size }: BlobDescriptor, maxBytes: number, runtime: Runtime): Promise<Uint8Array> {
    const what = `${this.registry}/${repository}: blob ${digest}`;
    if (size > maxBytes) throw new PratiqueError('DOCUMENT_TOO_LARGE', `${what} has ${size} bytes, more than ${maxBytes}`);
    const answer = await this.#readWhole(repository, `/v2/${repository}/blobs/${digest}`, {}, what, maxBytes, runtime);
    if (isWebPage(answer)) throw webPageError(answer, what, this.#redact);
    const actual = digestOf(answer.bytes, digest);
    if (actual !== digest) throw new PratiqueError('DIGEST_MISMATCH', `${what}: the registry sent ${actual}`);
    return answer.bytes;
  }

  async *openBlob(repository: string, { digest, size }: BlobDescriptor, runtime: Runtime): AsyncGenerator<Uint8Array, void, undefined> {
    const what = `${this.registry}/${repository}: blob ${digest}`;
    const open = (offset: number): Promise<HttpResponse> => this.#openBlobAt(repository, digest, size, offset, what, runtime);
    try {
      yield* downloadResumable(open, { size, limits: this.#limits, isImmutable: true }, runtime);
    } catch (error) {
      throw toRegistryError(error, what);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#client.close();
  }

  readonly #redact = (text: string): string => this.#authorizer.redact(text);

  async #openBlobAt(
    repository: string,
    digest: Digest,
    size: number,
    offset: number,
    what: string,
    runtime: Runtime,
  ): Promise<HttpResponse> {
    const range: Readonly<Record<string, string>> = offset === 0 ? {} : { range: `bytes=${offset}-` };
    const response = await this.#authorized(repository, what, runtime, (origin, headers) =>
      this.#client.request(new URL(`/v2/${repository}/blobs/${digest}`, origin), { headers: { ...headers, ...range } }, runtime),
    );
    const { status, headers } = response;
    const isPage = (headers.get('content-type') ?? '').startsWith('text/html') && headers.get('content-length') !== String(size);
    if ((status === 200 || status === 206 || status === 416) && !isPage) return response;
    const answer = { ...response, bytes: await readBodyStart(response.body, this.#limits.errorBodyBytes) };
    throw status < 300 ? webPageError(answer, what, this.#redact) : toFailure(answer, what, runtime.now(), this.#redact);
  }

  async #readWhole(
    repository: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    what: string,
    maxBytes: number,
    runtime: Runtime,
  ): Promise<WholeResponse> {
    try {
      const answer = await this.#authorized(repository, what, runtime, (origin, authorization) =>
        this.#client.requestWhole(new URL(path, origin), { headers: { ...headers, ...authorization } }, maxBytes, runtime),
      );
      if (answer.status === 200) return answer;
      throw toFailure(answer, what, runtime.now(), this.#redact);
    } catch (error) {
      throw toRegistryError(error, what, 'DOCUMENT_TOO_LARGE');
    }
  }

  /** Asks, and answers the registry's challenges: one, and a second only when it asks for something else then. */
  async #authorized<Response extends HttpResponse | WholeResponse>(
    repository: string,
    what: string,
    runtime: Runtime,
    ask: (origin: URL, headers: { readonly authorization?: string }) => Promise<Response>,
  ): Promise<Response> {
    assertRepository(repository);
    const origin = await (this.#origin ??= this.#findOrigin(runtime));
    const scope = `repository:${repository}:pull`;
    let previous: Challenge | undefined;
    for (let answered = 0; ; answered += 1) {
      const response = await ask(origin, this.#authorizer.header(scope, runtime.now()));
      // A challenge counts only where the credentials belong: not when a redirect led to whoever sent it.
      if (response.status !== 401 || response.url.origin !== origin.origin || answered === 2) return response;
      if ('discard' in response) response.discard();
      const field = response.headers.get('www-authenticate');
      previous = await this.#authorizer.answer({ origin, field, what, scope, ...(previous === undefined ? {} : { previous }) }, runtime);
    }
  }

  /** The first origin where anything speaks HTTP as it should; a question only where there is a choice. */
  async #findOrigin(runtime: Runtime): Promise<URL> {
    const [first, ...others] = this.#origins;
    if (others.length === 0) return first;
    for (const origin of this.#origins) {
      if (await this.#speaksHttp(origin, runtime)) return origin;
    }
    return first;
  }

  /** Go's TLS servers answer plain HTTP with 400, Node's hang up. */
  async #speaksHttp(origin: URL, runtime: Runtime): Promise<boolean> {
    try {
      const response = await this.#client.request(new URL('/v2/', origin), { maxAttempts: 1 }, runtime);
      response.discard();
      return response.status !== 400;
    } catch (error) {
      if (!(error instanceof HttpError) || error.kind === 'aborted') throw error;
      // It is there; the question itself will fail with the reason.
      return error.kind === 'certificate';
    }
  }
}

/** Checked before it becomes part of a URL, whoever asks. */
function assertRepository(repository: string): void {
  const isPlain = /^[a-z0-9][a-z0-9._/-]*$/.test(repository) && !/\/[^a-z0-9]|\/$|\.\./.test(repository);
  if (!isPlain || repository.length > 255)
    throw new PratiqueError('REFERENCE_INVALID', `${JSON.stringify(repository.slice(0, 80))} is not a repository`);
}

function assertJson(answer: WholeResponse, what: string): void {
  if (isWebPage(answer)) throw webPageError(answer, what, (text) => text);
  if (/^\s*\{/.test(Buffer.from(answer.bytes.subarray(0, 1_024)).toString('latin1'))) return;
  throw new PratiqueError(
    'REGISTRY_PROTOCOL',
    `${what}: ${answer.url.host} answered with something that is not a manifest: ${quoteAnswer(answer.bytes)}`,
  );
}

function digestOf(bytes: Uint8Array, like: Digest | undefined): Digest {
  return computeDigest(like === undefined ? 'sha256' : digestAlgorithm(like), bytes);
}

async function readCertificates(path: string): Promise<string> {
  try {
    const pem = await readFile(path, 'utf8');
    if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  } catch (cause) {
    throw new PratiqueError('CONFIG_INVALID', `the file of certificate authorities ${path} cannot be read`, { cause });
  }
  throw new PratiqueError('CONFIG_INVALID', `${path} holds no PEM certificate`);
}

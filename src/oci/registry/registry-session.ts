import { type HttpClient, type HttpRequest, type HttpResponse, type WholeResponse } from '../../lib/http/http-client.ts';
import { HttpError } from '../../lib/http/http-error.ts';
import { readBodyStart } from '../../lib/http/read-body-at-most.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type Authorizer } from './authorizer.ts';
import { type Challenge } from './challenge.ts';
import { describeErrors, toFailure, toRegistryError } from './registry-failure.ts';
import { type RegistryLimits } from './registry-limits.ts';

/** The access to a repository that a request needs; distribution, docs/spec/auth/scope.md. */
export interface RegistryAccess {
  /** Absent for the list of repositories. */
  readonly repository?: string;
  /** `pull` when absent. */
  readonly actions?: 'pull' | 'pull,push' | 'delete';
  /** Another repository to pull from. */
  readonly mountFrom?: string;
  /** For messages: the reference. */
  readonly what: string;
}

export interface RegistryRequest extends RegistryAccess {
  /** A path from the root of the registry, or a URL that the registry named. */
  readonly path: string | URL;
  /** Made for each attempt. */
  readonly http?: () => HttpRequest;
  /** Limit of the response body; that of documents when absent. */
  readonly maxBytes?: number;
}

/** Requests to one registry: finds its origin, responds to its challenges, and sends credentials nowhere else. */
export class RegistrySession implements AsyncDisposable {
  readonly registry: string;
  readonly limits: RegistryLimits;
  readonly #origins: readonly [URL, ...URL[]];
  readonly #client: HttpClient;
  readonly #authorizer: Authorizer;
  #origin: Promise<URL> | undefined;

  constructor(registry: string, origins: readonly [URL, ...URL[]], client: HttpClient, authorizer: Authorizer, limits: RegistryLimits) {
    this.registry = registry;
    this.limits = limits;
    this.#origins = origins;
    this.#client = client;
    this.#authorizer = authorizer;
  }

  readonly redact = (text: string): string => this.#authorizer.redact(text);

  /** The response, whatever its status. Throws REGISTRY_*, and DOCUMENT_TOO_LARGE past the limit. */
  async ask(request: RegistryRequest, runtime: Runtime): Promise<WholeResponse> {
    const { path, http, maxBytes = this.limits.documentBytes } = request;
    try {
      return await this.#authorized(request, path, runtime, (url, authorization) => {
        const { headers, ...rest } = http?.() ?? {};
        return this.#client.requestWhole(url, { ...rest, headers: { ...headers, ...authorization } }, maxBytes, runtime);
      });
    } catch (error) {
      throw toRegistryError(error, request.what, 'DOCUMENT_TOO_LARGE');
    }
  }

  /** The same with the body unread; throws HttpError. */
  open(request: RegistryRequest, runtime: Runtime): Promise<HttpResponse> {
    return this.#authorized(request, request.path, runtime, (url, authorization) => {
      const { headers, ...rest } = request.http?.() ?? {};
      return this.#client.request(url, { ...rest, headers: { ...headers, ...authorization } }, runtime);
    });
  }

  failure(answer: WholeResponse, what: string, runtime: Runtime): PratiqueError {
    return toFailure(answer, what, runtime.now(), this.redact);
  }

  /** The origin of the registry. */
  origin(runtime: Runtime): Promise<URL> {
    return (this.#origin ??= this.#findOrigin(runtime));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#client.close();
  }

  /** Sends, and responds to the registry's challenges: one, and a second only when it differs from the first. */
  async #authorized<Response extends HttpResponse | WholeResponse>(
    access: RegistryAccess,
    path: string | URL,
    runtime: Runtime,
    send: (url: URL, headers: { readonly authorization?: string }) => Promise<Response>,
  ): Promise<Response> {
    if (access.repository !== undefined) assertRepository(access.repository);
    if (access.mountFrom !== undefined) assertRepository(access.mountFrom);
    const origin = await this.origin(runtime);
    const url = new URL(path, origin);
    if (url.origin !== origin.origin) return send(url, {});
    const scope = scopeOf(access);
    let previous: Challenge | undefined;
    for (let answered = 0; ; answered += 1) {
      const response = await send(url, this.#authorizer.header(scope, runtime.now()));
      // Only a challenge of the registry itself is answered, not one of a server that a redirect led to.
      if (response.status !== 401 || response.url.origin !== origin.origin || answered === 2) return response;
      const said = describeErrors('bytes' in response ? response.bytes : await readBodyStart(response.body, this.limits.errorBodyBytes));
      const field = response.headers.get('www-authenticate');
      const refusal = { origin, field, said, what: access.what, scope, ...(previous === undefined ? {} : { previous }) };
      previous = await this.#authorizer.answer(refusal, runtime);
    }
  }

  /** The first origin with a working HTTP server; probed only where there are several. */
  async #findOrigin(runtime: Runtime): Promise<URL> {
    const [first, ...others] = this.#origins;
    if (others.length === 0) return first;
    const failures: unknown[] = [];
    for (const origin of this.#origins) {
      if (await this.#speaksHttp(origin, runtime, failures)) return origin;
    }
    // The request would wait as long again, in vain.
    const [failure] = failures;
    if (failure instanceof HttpError && failure.kind === 'timeout') throw failure;
    return first;
  }

  /** Go's TLS servers answer plain HTTP with 400, Node's hang up. */
  async #speaksHttp(origin: URL, runtime: Runtime, failures: unknown[]): Promise<boolean> {
    try {
      // Read to its end, so that the connection can be reused.
      const { status } = await this.#client.requestWhole(new URL('/v2/', origin), { maxAttempts: 1 }, this.limits.errorBodyBytes, runtime);
      return status !== 400;
    } catch (error) {
      if (!(error instanceof HttpError) || error.kind === 'aborted') throw error;
      failures.push(error);
      // The server exists; the request itself will fail with the reason.
      return error.kind === 'certificate';
    }
  }
}

function scopeOf({ repository, actions = 'pull', mountFrom }: RegistryAccess): string {
  if (repository === undefined) return 'registry:catalog:*';
  const scope = `repository:${repository}:${actions}`;
  return mountFrom === undefined ? scope : `${scope} repository:${mountFrom}:pull`;
}

/** Checks a repository name before it becomes part of a URL. */
function assertRepository(repository: string): void {
  const isPlain = /^[a-z0-9][a-z0-9._/-]*$/.test(repository) && !/\/[^a-z0-9]|\/$|\.\./.test(repository);
  if (!isPlain || repository.length > 255)
    throw new PratiqueError('REFERENCE_INVALID', `${JSON.stringify(repository.slice(0, 80))} is not a valid repository name`);
}

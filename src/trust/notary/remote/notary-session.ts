import { HttpClient, type HttpRequest, type WholeResponse } from '../../../lib/http/http-client.ts';
import { type RegistryOptions } from '../../../model/image.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { Authorizer } from '../../../oci/registry/authorizer.ts';
import { type Challenge } from '../../../oci/registry/challenge.ts';
import { describeErrors, toFailure, toRegistryError } from '../../../oci/registry/registry-failure.ts';
import { isLoopback } from '../../../oci/registry/registry-origin.ts';
import { type Gun, registryOfGun } from '../gun.ts';
import { withDeadline } from '../../../lib/http/with-deadline.ts';
import { readTlsFiles, type TlsFiles } from './tls-files.ts';

/** How a Notary server is reached: as the registry of its repository is, and by TLS files of its own. */
export interface NotarySessionOptions extends RegistryOptions {
  /** `https://notary.example.org:4443`; plain HTTP on loopback, or with `insecure`. */
  readonly server: string;
  /** Folder with `<host:port>/ca.crt`, `client.cert` and `client.key`: `tls` in Docker's folder. */
  readonly tlsDirectory?: string;
  /** Files in PEM that win over those of the folder. */
  readonly clientCertificateFile?: string;
  readonly clientKeyFile?: string;
}

export interface NotaryAccess {
  /** For messages: `root of docker.io/library/alpine`. */
  readonly what: string;
  /** What the server wants a token for (notary 0.7, server/server.go): reading, publishing, and rotating or removing. */
  readonly actions: 'pull' | 'pull,push' | '*';
  /** Made for each attempt. */
  readonly http?: () => HttpRequest;
}

export interface NotaryRequest extends NotaryAccess {
  readonly path: string;
  readonly maxBytes: number;
  /** Waiting, retries and tokens included. */
  readonly timeoutMs: number;
}

/** Requests to one Notary server for one repository. Redirects are not followed; credentials go nowhere else. */
export class NotarySession implements AsyncDisposable {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly #url: URL;
  readonly #gun: Gun;
  readonly #client: HttpClient;
  readonly #authorizer: Authorizer;

  private constructor(url: URL, gun: Gun, client: HttpClient, authorizer: Authorizer) {
    this.origin = url.origin;
    this.#url = url;
    this.#gun = gun;
    this.#client = client;
    this.#authorizer = authorizer;
  }

  /** Throws CONFIG_INVALID for a URL or a TLS file that cannot be used, REGISTRY_INSECURE for plain HTTP elsewhere than on loopback. */
  static async open(gun: Gun, options: NotarySessionOptions): Promise<NotarySession> {
    const url = parseServer(options.server, options.insecure === true);
    const { certificateAuthorities, clientCertificate }: TlsFiles = await readTlsFiles(url.host, options);
    const bounds = { ...limits, redirects: 0, attempts: 3 };
    const client = new HttpClient({
      home: url,
      limits: bounds,
      insecure: options.insecure === true,
      ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
      ...(certificateAuthorities === undefined ? {} : { certificateAuthorities }),
      ...(clientCertificate === undefined ? {} : { clientCertificate }),
    });
    return new NotarySession(url, gun, client, new Authorizer(registryOfGun(gun), options, client, bounds));
  }

  readonly redact = (text: string): string => this.#authorizer.redact(text);

  /** The answer, whatever its status. Throws REGISTRY_*, and LIMIT_EXCEEDED past `maxBytes`. */
  async ask(request: NotaryRequest, runtime: Runtime): Promise<WholeResponse> {
    try {
      return await withDeadline(request.timeoutMs, this.#url.host, runtime, (inner) => this.#authorized(request, inner));
    } catch (error) {
      throw toRegistryError(error, request.what, 'LIMIT_EXCEEDED');
    }
  }

  failure(answer: WholeResponse, what: string, runtime: Runtime): PratiqueError {
    return toFailure(answer, what, runtime.now(), this.redact);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#client.close();
  }

  async #authorized(request: NotaryRequest, runtime: Runtime): Promise<WholeResponse> {
    const url = new URL(request.path, this.#url);
    const scope = `repository:${this.#gun}:${request.actions}`;
    let previous: Challenge | undefined;
    for (let answered = 0; ; answered += 1) {
      const { headers, ...rest } = request.http?.() ?? {};
      const authorization = this.#authorizer.header(scope, runtime.now());
      const answer = await this.#client.requestWhole(
        url,
        { ...rest, headers: { ...headers, ...authorization } },
        request.maxBytes,
        runtime,
      );
      if (answer.status !== 401 || answered === 2) return answer;
      const field = answer.headers.get('www-authenticate');
      const said = describeErrors(answer.bytes);
      const refusal = { origin: this.#url, field, said, what: request.what, scope, ...(previous === undefined ? {} : { previous }) };
      previous = await this.#authorizer.answer(refusal, runtime);
    }
  }
}

function parseServer(text: string, insecure: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isServer = url !== undefined && (url.protocol === 'https:' || url.protocol === 'http:') && isPlain(url);
  if (!isServer)
    throw new PratiqueError('CONFIG_INVALID', `${JSON.stringify(text.slice(0, 120))} is not a trust server URL`, {
      hint: 'write it as https://host or https://host:port',
    });
  if (url.protocol === 'https:' || insecure || isLoopback(url)) return url;
  throw new PratiqueError('REGISTRY_INSECURE', `${url.origin}: trust servers must use https`);
}

/** Nothing but a host, its port and a slash. */
function isPlain({ username, search, hash, pathname }: URL): boolean {
  return username === '' && search === '' && hash === '' && /^\/*$/.test(pathname);
}

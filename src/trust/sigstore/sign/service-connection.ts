import { HttpClient, type HttpRequest, type WholeResponse } from '../../../lib/http/http-client.ts';
import { HttpError } from '../../../lib/http/http-error.ts';
import { type ProxySettings } from '../../../lib/http/proxy-settings.ts';
import { backoffDelay, isTransientStatus, waitFor } from '../../../lib/http/retry-delay.ts';
import { classifyHost } from '../../../lib/http/address-class.ts';
import { isJsonObject } from '../../../lib/json/json-readers.ts';
import { parseJsonBounded } from '../../../lib/json/parse-json-bounded.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { quoteAnswer } from '../../../oci/registry/quote-answer.ts';

export interface ServiceConnection {
  readonly proxy?: ProxySettings;
  /** PEM text; trusted in addition to Node's certificate authorities. */
  readonly certificateAuthorities?: string;
}

export interface ServiceRequest {
  /** For messages: `the transparency log`. */
  readonly what: string;
  readonly url: URL;
  /** POST when absent. */
  readonly method?: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Statuses that are answers; others make it throw. */
  readonly accepts: readonly number[];
}

/** Asking again for the same certificate, entry or timestamp does no harm. */
const attempts = 3;

/**
 * Asks a service of signing and gives its whole answer. Throws SIGNING_FAILED when it cannot be reached, refuses, or answers more than the bound; what
 * was sent is never in the message. Only https, but for services on this machine.
 */
export async function askService(request: ServiceRequest, connection: ServiceConnection, runtime: Runtime): Promise<WholeResponse> {
  const { what, url } = request;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && classifyHost(url.hostname) === 'loopback'))
    throw new PratiqueError('SIGNING_FAILED', `${what} at ${url.origin} was not contacted: its URL is not https`);
  const client = new HttpClient({ home: url, limits, ...connection });
  try {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await ask(client, request, runtime);
      if (!(answer instanceof HttpError) && request.accepts.includes(answer.status)) return answer;
      const isPassing = answer instanceof HttpError ? answer.isTransient : isTransientStatus(answer.status);
      if (!isPassing || attempt === attempts) throw toFailure(answer, what, url);
      await waitFor(backoffDelay(attempt, limits), runtime);
    }
  } finally {
    await client.close();
  }
}

async function ask(client: HttpClient, request: ServiceRequest, runtime: Runtime): Promise<WholeResponse | HttpError> {
  const { url, method, headers, body } = request;
  const sent: HttpRequest = { method: method ?? 'POST', headers, maxAttempts: 1, ...(body === undefined ? {} : { body }) };
  try {
    return await client.requestWhole(url, sent, limits.signingServiceBytes, runtime);
  } catch (error) {
    if (error instanceof HttpError && error.kind !== 'aborted') return error;
    throw error instanceof HttpError ? new PratiqueError('ABORTED', `${request.what}: ${error.message}`) : error;
  }
}

function toFailure(answer: WholeResponse | HttpError, what: string, url: URL): PratiqueError {
  if (answer instanceof HttpError) return new PratiqueError('SIGNING_FAILED', `${what}: ${answer.message}`, { cause: answer });
  const reason = reasonOf(answer.bytes);
  return new PratiqueError(
    'SIGNING_FAILED',
    `${what} at ${url.host} answered with status ${answer.status}${reason === '' ? '' : `: ${reason}`}`,
  );
}

/** The `message` of an error in JSON, as gRPC gateways and OpenAPI servers write it. Anything that looks like a token is left out. */
function reasonOf(bytes: Uint8Array): string {
  try {
    const json = parseJsonBounded(bytes, { maxBytes: limits.errorBodyBytes, maxDepth: 16 });
    const message = isJsonObject(json) ? json['message'] : undefined;
    return typeof message === 'string' ? quoteAnswer(message.replace(/[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, '***'), 200) : '';
  } catch {
    return '';
  }
}

/** A path behind a base URL, whether or not that ends in a slash. */
export function serviceUrl(base: URL, path: string): URL {
  return new URL(`${base.href.replace(/\/+$/, '')}${path}`);
}

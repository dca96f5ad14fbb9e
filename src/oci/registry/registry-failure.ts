import { type WholeResponse } from '../../lib/http/http-client.ts';
import { HttpError, type HttpErrorKind } from '../../lib/http/http-error.ts';
import { parseRetryAfter } from '../../lib/http/retry-delay.ts';
import { type ErrorCode } from '../../model/error-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { quoteAnswer } from './quote-answer.ts';

/** A failed request as an error of the program; other errors are returned as they are. */
export function toRegistryError(error: unknown, what: string, tooLarge: ErrorCode = 'REGISTRY_PROTOCOL'): unknown {
  if (!(error instanceof HttpError)) return error;
  const code = error.kind === 'too-large' ? tooLarge : codeByKind[error.kind];
  // A reference begins with the host already.
  const host = what.slice(0, Math.max(what.indexOf('/'), 0));
  return new PratiqueError(code, `${what}: ${error.where === host ? error.reason : error.message}`, { cause: error });
}

const codeByKind: Readonly<Record<HttpErrorKind, ErrorCode>> = {
  unreachable: 'REGISTRY_UNREACHABLE',
  timeout: 'REGISTRY_UNREACHABLE',
  broken: 'REGISTRY_UNREACHABLE',
  tls: 'REGISTRY_INSECURE',
  certificate: 'REGISTRY_INSECURE',
  protocol: 'REGISTRY_PROTOCOL',
  range: 'REGISTRY_PROTOCOL',
  changed: 'REGISTRY_PROTOCOL',
  'too-large': 'REGISTRY_PROTOCOL',
  redirect: 'REGISTRY_REDIRECT',
  address: 'REGISTRY_REDIRECT',
  aborted: 'ABORTED',
};

/** An answer with an error status, as an error with the status and the message of the registry, after `redact`. */
export function toFailure(answer: WholeResponse, what: string, now: Date, redact: (text: string) => string): PratiqueError {
  const { status, url } = answer;
  const said = describeErrors(answer.bytes);
  const words = said === undefined ? '' : `: ${redact(said)}`;
  const from = `${what}: ${url.host} answered ${status}`;
  if (isWebPage(answer)) return webPageError(answer, what, redact);
  if (status === 429) return new PratiqueError('REGISTRY_REFUSED', `${from}: rate limited${untilWhen(answer, now)}${words}`);
  if (status === 404) return new PratiqueError('TARGET_NOT_FOUND', `${from}${words}`);
  if (status === 401 || status === 403) return new PratiqueError('REGISTRY_UNAUTHORIZED', `${from}${words}`);
  if (status >= 300 && status < 500) return new PratiqueError('REGISTRY_REFUSED', `${from}${words}`);
  return new PratiqueError(status >= 500 ? 'REGISTRY_REFUSED' : 'REGISTRY_PROTOCOL', `${from}${words}`);
}

/** A proxy's or portal's page in the place of a registry's answer. */
export function isWebPage({ headers, bytes }: Pick<WholeResponse, 'headers' | 'bytes'>): boolean {
  const isMarkup = /^\s*</.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'));
  return isMarkup || (headers.get('content-type') ?? '').trim().toLowerCase().startsWith('text/html');
}

export function webPageError({ url, status, bytes }: WholeResponse, what: string, redact: (text: string) => string): PratiqueError {
  return new PratiqueError('REGISTRY_PROTOCOL', `${what}: ${url.host} answered ${status} with a web page: ${redact(quoteAnswer(bytes))}`);
}

/** What a server says about a failure: distribution-spec, error codes: `{"errors": [{"code", "message"}]}`, or the start of anything else, quoted. */
export function describeErrors(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (text.trim() === '') return undefined;
  const words = errorWords(text);
  return words.length === 0 ? quoteAnswer(text.trim(), 200) : words.map((word) => quoteAnswer(word, 200).slice(1, -1)).join(': ');
}

/** Code and message of the first error; else the one field by which token servers say the same (RFC 6749, 5.2; Docker Hub says `details`). */
function errorWords(text: string): readonly string[] {
  const document = parseObject(text);
  const { errors } = document;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const { code, message } = isRecord(first) ? first : {};
  const fields = ['error_description', 'message', 'details', 'detail', 'error'].map((name) => document[name]);
  const words = (values: readonly unknown[]): readonly string[] =>
    values.filter((each) => typeof each === 'string' && each !== '') as string[];
  const named = words([code, message]);
  return named.length > 0 ? named : words(fields).slice(0, 1);
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const document = JSON.parse(text) as unknown;
    return isRecord(document) ? document : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function untilWhen({ headers }: WholeResponse, now: Date): string {
  const until = parseRetryAfter(headers.get('retry-after'), now);
  return until === undefined || Number.isNaN(until.getTime()) ? '' : ` until ${until.toISOString()}`;
}

import { type ErrorCode } from '../../model/error-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Logger } from '../../model/runtime.ts';
import { Problem } from './problem.ts';

/** Codes that are about what the client sent; all others are the server's own affair. */
const clientCodes: Readonly<Partial<Record<ErrorCode, number>>> = {
  REFERENCE_INVALID: 400,
  DIGEST_INVALID: 400,
  PLATFORM_INVALID: 400,
  PURL_INVALID: 400,
  CONFIG_INVALID: 400,
  SBOM_UNREADABLE: 422,
  SUBMISSION_INVALID: 422,
  DOCUMENT_INVALID: 422,
  LIMIT_EXCEEDED: 422,
};

/** Codes of Node and of PostgreSQL for a database that is away, full or busy; RFC 9110 has 503 with Retry-After for it. */
const awayCodes = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|57P0[123]|53\d\d\d|08\w\w\w|25006|40001|40P01)$/;

/** What a client may know of an error. The rest goes to the log. */
export function toProblem(error: unknown, log: Logger): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof PratiqueError && clientCodes[error.code] !== undefined)
    return new Problem(clientCodes[error.code]!, `${error.message}; ${error.hint}`);
  const { statusCode, code, message } = error as { readonly statusCode?: number; readonly code?: string; readonly message?: string };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new Problem(statusCode, fastifyWords.get(code ?? '') ?? 'the request is not valid HTTP');
  log.warn('a request failed', { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  if (awayCodes.test(code ?? '') || /timeout exceeded when trying to connect|Connection terminated/.test(message ?? ''))
    return new Problem(503, 'the database does not answer', { headers: { 'retry-after': '5' } });
  return new Problem(500, 'an error of the program; its log says more');
}

const fastifyWords: ReadonlyMap<string, string> = new Map([
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'the body is too large'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'the type of the body is not supported'],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'Content-Length is not the length of the body'],
  ['FST_ERR_BAD_URL', 'the URL is not valid'],
]);

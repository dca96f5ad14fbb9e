/**
 * `unreachable` nobody answers there · `timeout` no connection, no answer or no bytes in time · `tls` no handshake · `certificate` not to be trusted ·
 * `broken` the connection ended early · `protocol` not HTTP as agreed · `redirect` and `address` a place that is not gone to ·
 * `range` an answer that is not the asked part · `changed` the content changed between two parts · `too-large` · `aborted` by the caller.
 */
export type HttpErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'certificate'
  | 'broken'
  | 'protocol'
  | 'redirect'
  | 'address'
  | 'range'
  | 'changed'
  | 'too-large'
  | 'aborted';

/** Why a request got no usable answer. Answers with an error status are not errors here. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly kind: HttpErrorKind;

  constructor(kind: HttpErrorKind, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
  }

  /** Whether the same request may do better in a moment. */
  get isTransient(): boolean {
    return this.kind === 'broken' || this.kind === 'timeout' || errorCode(this.cause) === 'EAI_AGAIN';
  }
}

/** What undici, Node's sockets, OpenSSL and the parser throw, as one kind of error. */
export function toHttpError(error: unknown, where: string): HttpError {
  const inner = error instanceof AggregateError && error.errors.length > 0 ? (error.errors[0] as unknown) : error;
  if (inner instanceof HttpError) return inner;
  const code = errorCode(inner);
  const kind = kindByCode.get(code) ?? kindByPrefix(code) ?? kindByShape(inner);
  if (kind === undefined) throw error;
  const reason = inner instanceof Error && inner.message !== '' ? inner.message : code;
  return new HttpError(kind, `${where}: ${reason}`, { cause: inner });
}

const kindByCode: ReadonlyMap<string, HttpErrorKind> = new Map([
  ['ENOTFOUND', 'unreachable'],
  ['EAI_AGAIN', 'unreachable'],
  ['ECONNREFUSED', 'unreachable'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['ECONNRESET', 'broken'],
  ['EPIPE', 'broken'],
  ['UND_ERR_SOCKET', 'broken'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'broken'],
  ['HPE_INVALID_EOF_STATE', 'broken'],
  ['UND_ERR_ABORTED', 'unreachable'],
  ['UND_ERR_ABORT', 'unreachable'],
  ['UND_ERR_DESTROYED', 'aborted'],
  ['UND_ERR_CLOSED', 'aborted'],
  ['UND_ERR_PRX_TLS', 'certificate'],
  ['EPROTO', 'tls'],
  // What Node calls the verification results that it has no name for, such as a digest that is too weak.
  ['UNSPECIFIED', 'certificate'],
]);

/** llhttp's codes start with HPE_, undici's with UND_ERR_; OpenSSL's verification results are spelled as in X509_verify_cert_error_string(3). */
function kindByPrefix(code: string): HttpErrorKind | undefined {
  if (code.startsWith('HPE_') || code.startsWith('UND_ERR_')) return 'protocol';
  if (/^(?:CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|ERR_TLS_CERT_)/.test(code))
    return 'certificate';
  if (code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_')) return 'tls';
  return undefined;
}

/** System calls fail in more ways than are listed here; undici's parser gives no code to an answer whose start is not HTTP. */
function kindByShape(error: unknown): HttpErrorKind | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'HTTPParserError') return 'protocol';
  return 'syscall' in error ? 'unreachable' : undefined;
}

function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * `unreachable`: no connection · `timeout`: no connection, response or data in time · `tls`: the handshake failed · `certificate`: not trusted ·
 * `broken`: the connection ended early · `protocol`: not valid HTTP · `redirect`: a redirect that is not followed · `address`: the address
 * belongs to a network that is off limits · `range`: not the requested part · `changed`: the content changed between two parts ·
 * `too-large`: over the caller's bound · `aborted`: by the caller.
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

/** Why a request got no usable response; the message is `HOST: reason`. A response with an error status is not an error here. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly kind: HttpErrorKind;
  /** The host that failed, or `A redirected to B`. */
  readonly where: string;
  readonly reason: string;

  constructor(kind: HttpErrorKind, where: string, reason: string, options: { readonly cause?: unknown } = {}) {
    super(`${where}: ${reason}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.where = where;
    this.reason = reason;
  }

  /** Whether the same request may succeed a moment later. */
  get isTransient(): boolean {
    return this.kind === 'broken' || this.kind === 'timeout' || isTemporaryLookupFailure(this.cause);
  }
}

function isTemporaryLookupFailure(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'EAI_AGAIN';
}

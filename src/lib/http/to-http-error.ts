import { HttpError, type HttpErrorKind } from './http-error.ts';
import { networkFailures, type NetworkFailure } from './network-failures.ts';

/** Turns what undici, Node's sockets, OpenSSL and the HTTP parser throw into one kind of error. Anything else is thrown again: it is a bug. */
export function toHttpError(error: unknown, where: string): HttpError {
  const errors = error instanceof AggregateError && error.errors.length > 0 ? (error.errors as readonly unknown[]) : [error];
  const decisive = errors.find((each) => !isLackOfRoute(each)) ?? errors[0];
  if (decisive instanceof HttpError) return decisive;
  const failure = explain(decisive);
  if (failure === undefined) throw error;
  const details = [...new Set(errors.map(describeDetails))].filter((each) => each !== '').join(', ');
  return new HttpError(failure.kind, where, details === '' ? failure.reason : `${failure.reason} (${details})`, { cause: decisive });
}

/** A name with addresses of both families fails once for each; that one family has no route explains less than what the other met. */
function isLackOfRoute(error: unknown): boolean {
  return ['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(fieldOf(error, 'code'));
}

function explain(error: unknown): NetworkFailure | undefined {
  // undici reports a proxy that requires a password as a wrong argument of the caller.
  if (/^Proxy Authentication Required/i.test(messageOf(error)))
    return { kind: 'unreachable', reason: 'the proxy requires a user name and password' };
  const code = codeOf(error);
  const known = networkFailures.get(code);
  if (known !== undefined) return known;
  const kind = kindByPrefix(code) ?? kindByShape(error);
  return kind === undefined ? undefined : { kind, reason: generalReasons[kind] ?? messageOf(error) };
}

const generalReasons: Partial<Readonly<Record<HttpErrorKind, string>>> = {
  certificate: 'certificate cannot be verified',
  tls: 'TLS handshake failed',
  unreachable: 'connection failed',
};

/** llhttp's codes start with HPE_, undici's with UND_ERR_; OpenSSL's verification results are spelled as in X509_verify_cert_error_string(3). */
function kindByPrefix(code: string): HttpErrorKind | undefined {
  if (code.startsWith('HPE_') || code.startsWith('UND_ERR_')) return 'protocol';
  if (/^(?:CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|ERR_TLS_CERT_)/.test(code))
    return 'certificate';
  return /^(?:EPROTO$|ERR_TLS_|ERR_SSL_|ERR_OSSL_)/.test(code) ? 'tls' : undefined;
}

/** System calls fail in more ways than the table lists; undici's parser gives no code to a response whose start is not HTTP. */
function kindByShape(error: unknown): HttpErrorKind | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'HTTPParserError') return 'protocol';
  return 'syscall' in error ? 'unreachable' : undefined;
}

/** `ENOTFOUND auth.example`, `ECONNREFUSED 10.0.0.1:443`: what an engineer searches for. undici's codes say no more than the reason does. */
function describeDetails(error: unknown): string {
  const code = codeOf(error);
  const proxyStatus = /^Proxy response \((\d{3})\)/.exec(messageOf(error))?.[1];
  if (proxyStatus !== undefined) return `status ${proxyStatus}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return describeNames(error);
  if (code.startsWith('UND_ERR_')) return '';
  const address = fieldOf(error, 'address');
  const port = fieldOf(error, 'port');
  const peer = fieldOf(error, 'hostname') || (address.includes(':') ? `[${address}]` : address) + (port === '' ? '' : `:${port}`);
  return [code, peer].filter((part) => part !== '').join(' ');
}

/** The names in the certificate, which its sender chose: cut to what a message can hold. */
function describeNames(error: unknown): string {
  const certificate: unknown = typeof error === 'object' && error !== null && 'cert' in error ? error.cert : undefined;
  const names = fieldOf(certificate, 'subjectaltname');
  return names === '' ? 'it names no host' : `it is for ${names.length > 120 ? `${names.slice(0, 120)}…` : names}`;
}

/** Node calls a failed handshake EPROTO where it fails while writing; OpenSSL's own reason is then only in the message. */
function codeOf(error: unknown): string {
  const code = fieldOf(error, 'code');
  const reason = code === 'EPROTO' ? /:SSL routines:[^:]*:([^:]+):/.exec(messageOf(error))?.[1] : undefined;
  return reason === undefined ? code : `ERR_SSL_${reason.replaceAll(' ', '_').toUpperCase()}`;
}

/** undici's sentences about the protocol are plain, and say which part of the response is wrong. */
function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : 'not a valid HTTP response';
}

function fieldOf(error: unknown, name: string): string {
  const value: unknown = typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

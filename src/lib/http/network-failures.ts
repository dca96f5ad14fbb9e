import { type HttpErrorKind } from './http-error.ts';

/** What a code means, in words. */
export interface NetworkFailure {
  readonly kind: HttpErrorKind;
  readonly reason: string;
}

/**
 * Codes of system calls, of DNS, of undici and of TLS, each with the reason that a person reads. The libraries' own messages are not shown: OpenSSL's
 * hold addresses in memory and paths of its source files.
 */
export const networkFailures: ReadonlyMap<string, NetworkFailure> = new Map([
  ['ENOTFOUND', { kind: 'unreachable', reason: 'host name not found' }],
  ['ENODATA', { kind: 'unreachable', reason: 'host name has no address' }],
  ['EAI_NODATA', { kind: 'unreachable', reason: 'host name has no address' }],
  ['EAI_AGAIN', { kind: 'unreachable', reason: 'host name lookup failed, the DNS server did not answer' }],
  ['EAI_FAIL', { kind: 'unreachable', reason: 'host name lookup failed' }],
  ['ECONNREFUSED', { kind: 'unreachable', reason: 'connection refused' }],
  ['EHOSTUNREACH', { kind: 'unreachable', reason: 'no route to host' }],
  ['ENETUNREACH', { kind: 'unreachable', reason: 'network is unreachable' }],
  ['EADDRNOTAVAIL', { kind: 'unreachable', reason: 'no local address to connect from' }],
  ['EAFNOSUPPORT', { kind: 'unreachable', reason: 'this machine does not support the address family' }],
  ['EACCES', { kind: 'unreachable', reason: 'connecting is not permitted on this machine' }],
  ['EPERM', { kind: 'unreachable', reason: 'connecting is not permitted on this machine' }],
  ['ETIMEDOUT', { kind: 'timeout', reason: 'connection timed out' }],
  ['UND_ERR_CONNECT_TIMEOUT', { kind: 'timeout', reason: 'connection timed out' }],
  ['UND_ERR_HEADERS_TIMEOUT', { kind: 'timeout', reason: 'timed out waiting for a response' }],
  ['UND_ERR_BODY_TIMEOUT', { kind: 'timeout', reason: 'timed out waiting for data' }],
  ['ECONNRESET', { kind: 'broken', reason: 'connection reset' }],
  ['ECONNABORTED', { kind: 'broken', reason: 'connection aborted' }],
  ['EPIPE', { kind: 'broken', reason: 'connection closed by the server' }],
  ['UND_ERR_SOCKET', { kind: 'broken', reason: 'connection closed by the server' }],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', { kind: 'broken', reason: 'the response ended before its Content-Length' }],
  ['HPE_INVALID_EOF_STATE', { kind: 'broken', reason: 'connection closed in the middle of a response' }],
  ['UND_ERR_ABORTED', { kind: 'unreachable', reason: 'the proxy refused the connection' }],
  ['UND_ERR_ABORT', { kind: 'unreachable', reason: 'the connection was aborted' }],
  ['UND_ERR_DESTROYED', { kind: 'aborted', reason: 'the client was closed' }],
  ['UND_ERR_CLOSED', { kind: 'aborted', reason: 'the client was closed' }],
  ['UND_ERR_HEADERS_OVERFLOW', { kind: 'protocol', reason: 'the response has more header bytes than allowed' }],
  ['UND_ERR_PRX_TLS', { kind: 'certificate', reason: 'the certificate of the proxy is not valid for its host name' }],
  ['ERR_SSL_WRONG_VERSION_NUMBER', { kind: 'tls', reason: 'TLS handshake failed, the server does not speak TLS (is it plain HTTP?)' }],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', { kind: 'tls', reason: 'TLS handshake failed, the server does not speak TLS (is it plain HTTP?)' }],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', { kind: 'tls', reason: 'TLS handshake failed, the server only has outdated TLS versions' }],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', { kind: 'tls', reason: 'TLS handshake failed, no TLS version in common' }],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', { kind: 'tls', reason: 'TLS handshake failed, refused by the server' }],
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', { kind: 'tls', reason: 'TLS handshake failed, refused by the server' }],
  ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', { kind: 'tls', reason: 'TLS handshake failed, the server does not know this host name' }],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', { kind: 'tls', reason: 'the server requires a client certificate' }],
  ['ERR_SSL_DH_KEY_TOO_SMALL', { kind: 'tls', reason: 'TLS handshake failed, the key of the server is too weak' }],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', { kind: 'certificate', reason: 'self-signed certificate' }],
  ['SELF_SIGNED_CERT_IN_CHAIN', { kind: 'certificate', reason: 'certificate signed by an unknown authority' }],
  ['UNABLE_TO_GET_ISSUER_CERT', { kind: 'certificate', reason: 'certificate signed by an unknown authority' }],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', { kind: 'certificate', reason: 'certificate signed by an unknown authority' }],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', { kind: 'certificate', reason: 'certificate signed by an unknown authority' }],
  ['CERT_HAS_EXPIRED', { kind: 'certificate', reason: 'certificate has expired' }],
  ['CERT_NOT_YET_VALID', { kind: 'certificate', reason: 'certificate is not valid yet' }],
  ['CERT_REVOKED', { kind: 'certificate', reason: 'certificate has been revoked' }],
  ['CERT_SIGNATURE_FAILURE', { kind: 'certificate', reason: 'certificate has a wrong signature' }],
  ['INVALID_CA', { kind: 'certificate', reason: 'certificate issued by one that is not an authority' }],
  ['INVALID_PURPOSE', { kind: 'certificate', reason: 'certificate is not for servers' }],
  ['HOSTNAME_MISMATCH', { kind: 'certificate', reason: 'certificate is for another host name' }],
  ['ERR_TLS_CERT_ALTNAME_INVALID', { kind: 'certificate', reason: 'certificate is for another host name' }],
  // Node's name for verification results that it has no name for, such as a digest that is too weak.
  ['UNSPECIFIED', { kind: 'certificate', reason: 'certificate is not acceptable, its key or digest may be too weak' }],
]);

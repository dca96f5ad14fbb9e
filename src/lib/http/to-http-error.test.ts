import { describe, expect, it } from 'vitest';
import { HttpError } from './http-error.ts';
import { toHttpError } from './to-http-error.ts';

function systemError(code: string, fields: object = {}, message = `raw ${code}`): Error {
  return Object.assign(new Error(message), { code, syscall: 'connect', ...fields });
}

const refused = (address: string): Error => systemError('ECONNREFUSED', { address, port: 443 });

describe('toHttpError', () => {
  it.each<[string, string, Error]>([
    ['unreachable', 'host name not found (ENOTFOUND a.example)', systemError('ENOTFOUND', { hostname: 'a.example' })],
    [
      'unreachable',
      'host name lookup failed, the DNS server did not answer (EAI_AGAIN a.example)',
      systemError('EAI_AGAIN', { hostname: 'a.example' }),
    ],
    ['unreachable', 'connection refused (ECONNREFUSED 10.0.0.1:443)', refused('10.0.0.1')],
    ['unreachable', 'connection refused (ECONNREFUSED [::1]:443)', refused('::1')],
    ['unreachable', 'connection failed (EWHATEVER)', systemError('EWHATEVER')],
    [
      'unreachable',
      'connection refused (ECONNREFUSED [::1]:443, ECONNREFUSED 127.0.0.1:443)',
      new AggregateError([refused('::1'), refused('127.0.0.1')]),
    ],
    [
      'unreachable',
      'network is unreachable (ENETUNREACH [2001:db8::1]:443)',
      new AggregateError([systemError('ENETUNREACH', { address: '2001:db8::1', port: 443 })]),
    ],
    [
      'timeout',
      'connection timed out (ENETUNREACH [2001:db8::1]:443, ETIMEDOUT 192.0.2.1:443)',
      new AggregateError([
        systemError('ENETUNREACH', { address: '2001:db8::1', port: 443 }),
        systemError('ETIMEDOUT', { address: '192.0.2.1', port: 443 }),
      ]),
    ],
    ['timeout', 'connection timed out', systemError('UND_ERR_CONNECT_TIMEOUT', {}, 'Connect Timeout Error (attempted address: a:443)')],
    ['unreachable', 'the proxy refused the connection (status 403)', systemError('UND_ERR_ABORTED', {}, 'Proxy response (403) !== 200')],
    [
      'unreachable',
      'the proxy requires a user name and password',
      systemError('UND_ERR_INVALID_ARG', {}, 'Proxy Authentication Required (407)'),
    ],
    [
      'tls',
      'TLS handshake failed, the server does not speak TLS (is it plain HTTP?) (ERR_SSL_WRONG_VERSION_NUMBER)',
      systemError(
        'EPROTO',
        {},
        'write EPROTO 80BB:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/ssl3_record.c:354:\n',
      ),
    ],
    ['tls', 'TLS handshake failed (ERR_SSL_SOMETHING_NEW)', systemError('ERR_SSL_SOMETHING_NEW', {}, '80BB:error:0A0:SSL routines')],
    ['tls', 'TLS handshake failed (EPROTO)', systemError('EPROTO')],
    ['certificate', 'certificate has expired (CERT_HAS_EXPIRED)', systemError('CERT_HAS_EXPIRED')],
    ['certificate', 'certificate cannot be verified (CERT_CHAIN_TOO_LONG)', systemError('CERT_CHAIN_TOO_LONG')],
    [
      'certificate',
      'certificate is for another host name (it is for DNS:b.example)',
      systemError('ERR_TLS_CERT_ALTNAME_INVALID', { cert: { subjectaltname: 'DNS:b.example' } }),
    ],
    ['protocol', 'Expected HTTP/ (HPE_INVALID_CONSTANT)', systemError('HPE_INVALID_CONSTANT', {}, 'Expected HTTP/')],
  ])('%s: %s', (kind, reason, thrown) => {
    const error = toHttpError(thrown, 'registry.example');
    expect([error.kind, error.message]).toEqual([kind, `registry.example: ${reason}`]);
  });

  it('keeps an HttpError as it is', () => {
    const error = new HttpError('address', 'a', 'b');
    expect(toHttpError(error, 'other')).toBe(error);
    expect(toHttpError(new AggregateError([error]), 'other')).toBe(error);
  });

  it('throws what is no network failure', () => {
    expect(() => toHttpError(new TypeError('a bug'), 'a')).toThrow('a bug');
  });

  it('calls a lookup that may succeed later transient', () => {
    expect(toHttpError(systemError('EAI_AGAIN'), 'a').isTransient).toBe(true);
    expect(toHttpError(systemError('ENOTFOUND'), 'a').isTransient).toBe(false);
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { HttpError } from '../../../lib/http/http-error.ts';
import { type ProxySettings } from '../../../lib/http/proxy-settings.ts';
import { messageOf } from '../../../lib/text/message-of.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type HashName } from '../../x509/algorithm.ts';
import { readTimestampResponse, writeTimestampRequest } from '../../x509/timestamp-request.ts';
import { anyTimestamp } from '../../x509/timestamp-rules.ts';
import { readTimestampToken } from '../../x509/timestamp-token.ts';
import { type NotationCertificate } from '../certificate/notation-certificate.ts';
import { verifyTimestampToken } from '../timestamp/verify-timestamp-token.ts';

export interface TimestampAuthority {
  /** http or https. */
  readonly url: URL;
  /** Of the authority: a token that would not verify is not put into a signature. */
  readonly roots: readonly NotationCertificate[];
  readonly proxy?: ProxySettings;
}

/**
 * Asks a timestamp authority for a token over `message` and verifies it (RFC 3161, sections 2.4 and 3.4). Throws SIGNING_FAILED when there is no
 * usable answer, and VerificationError when the token does not hold.
 */
export async function requestTimestamp(
  message: Uint8Array,
  hash: HashName,
  authority: TimestampAuthority,
  runtime: Runtime,
): Promise<Uint8Array> {
  // Positive, and of full length.
  const nonce = randomBytes(16);
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  const digest = createHash(hash).update(message).digest();
  const answer = await post(writeTimestampRequest({ hash, digest, nonce, wantsCertificates: true }), authority, runtime);
  const what = `timestamp of ${authority.url.host}`;
  try {
    const token = readTimestampResponse(answer, anyTimestamp);
    if (readTimestampToken(token, anyTimestamp).nonce?.equals(nonce) !== true)
      throw new Error('it answers another request (the nonce differs)');
    verifyTimestampToken(token, message, authority.roots, what);
    return token;
  } catch (cause) {
    throw failure(`the ${what} cannot be used: ${messageOf(cause)}`, cause);
  }
}

async function post(body: Uint8Array, { url, proxy }: TimestampAuthority, runtime: Runtime): Promise<Uint8Array> {
  const { HttpClient } = await import('../../../lib/http/http-client.ts');
  const client = new HttpClient({ home: url, limits, ...(proxy === undefined ? {} : { proxy }) });
  const timeout = AbortSignal.timeout(limits.timestampTimeoutMs);
  const bounded = { ...runtime, signal: AbortSignal.any([runtime.signal, timeout]) };
  try {
    const headers = { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' };
    const answer = await client.requestWhole(url, { method: 'POST', body, headers }, limits.timestampTokenBytes, bounded);
    if (answer.status === 200) return answer.bytes;
    throw failure(`the timestamp authority ${url.host} answered with status ${answer.status}`);
  } catch (cause) {
    runtime.signal.throwIfAborted();
    if (timeout.aborted) throw failure(`the timestamp authority ${url.host} did not answer within ${limits.timestampTimeoutMs} ms`, cause);
    if (!(cause instanceof HttpError)) throw cause;
    throw failure(`the timestamp authority cannot be reached: ${cause.message}`, cause);
  } finally {
    await client.close();
  }
}

function failure(message: string, cause?: unknown): PratiqueError {
  return new PratiqueError('SIGNING_FAILED', message, { cause });
}

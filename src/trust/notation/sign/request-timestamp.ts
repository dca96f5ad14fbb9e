import { createHash, randomBytes } from 'node:crypto';
import * as asn1js from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs';
import { HttpError } from '../../../lib/http/http-error.ts';
import { type ProxySettings } from '../../../lib/http/proxy-settings.ts';
import { messageOf } from '../../../lib/text/message-of.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { type NotationCertificate } from '../certificate/notation-certificate.ts';
import { childrenOf, parseAsn1 } from '../certificate/parse-asn1.ts';
import { hashesByIdentifier, type HashName } from '../certificate/verify-asn1-signature.ts';
import { parseTimestampToken } from '../timestamp/parse-timestamp-token.ts';
import { verifyTimestampToken } from '../timestamp/verify-timestamp-token.ts';

export interface TimestampAuthority {
  /** http or https. */
  readonly url: URL;
  /** Of the authority: a token that would not verify is not put into a signature. */
  readonly roots: readonly NotationCertificate[];
  readonly proxy?: ProxySettings;
}

/**
 * Asks a time-stamping authority for a token over `message` and verifies it (RFC 3161, sections 2.4 and 3.4). Throws SIGNING_FAILED when there is no
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
  const answer = await post(encodeRequest(message, hash, nonce), authority, runtime);
  const what = `time-stamp of ${authority.url.host}`;
  try {
    const token = readAnswer(answer);
    const { nonce: echoed } = parseTimestampToken(token).info;
    if (echoed === undefined || Buffer.compare(echoed.valueBlock.valueHexView, nonce) !== 0)
      throw new Error('it answers another request (nonce)');
    verifyTimestampToken(token, message, authority.roots, what);
    return token;
  } catch (cause) {
    throw failure(`the ${what} cannot be used: ${messageOf(cause)}`, cause);
  }
}

function encodeRequest(message: Uint8Array, hash: HashName, nonce: Uint8Array): Uint8Array {
  const [algorithmId = ''] = [...hashesByIdentifier].find(([, name]) => name === hash) ?? [];
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId, algorithmParams: new asn1js.Null() }),
      hashedMessage: new asn1js.OctetString({ valueHex: new Uint8Array(createHash(hash).update(message).digest()).buffer }),
    }),
    nonce: new asn1js.Integer({ valueHex: new Uint8Array(nonce).buffer }),
    certReq: true,
  });
  return new Uint8Array(request.toSchema().toBER());
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
    throw failure(`the time-stamping authority ${url.host} answered with status ${answer.status}`);
  } catch (cause) {
    runtime.signal.throwIfAborted();
    if (timeout.aborted)
      throw failure(`the time-stamping authority ${url.host} did not answer within ${limits.timestampTimeoutMs} ms`, cause);
    if (!(cause instanceof HttpError)) throw cause;
    throw failure(`the time-stamping authority cannot be reached: ${cause.message}`, cause);
  } finally {
    await client.close();
  }
}

/** TimeStampResp: PKIStatusInfo, then the token as it is; 0 is granted and 1 granted with modifications. */
function readAnswer(bytes: Uint8Array): Uint8Array {
  const [statusInfo, token] = childrenOf(parseAsn1(bytes));
  const [status] = childrenOf(statusInfo);
  const code = status instanceof asn1js.Integer ? status.valueBlock.valueDec : -1;
  if (code !== 0 && code !== 1) throw new Error(`it was refused with status ${code}`);
  if (token === undefined) throw new Error('there is none');
  return new Uint8Array(token.valueBeforeDecodeView);
}

function failure(message: string, cause?: unknown): PratiqueError {
  return new PratiqueError('SIGNING_FAILED', message, { cause });
}

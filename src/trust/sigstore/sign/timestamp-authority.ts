import { createHash } from 'node:crypto';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { DerError } from '../../x509/der-error.ts';
import { readTimestampResponse, writeTimestampRequest } from '../../x509/timestamp-request.ts';
import { exactTimestamp } from '../../x509/timestamp-rules.ts';
import { readTimestampToken, type TimestampToken } from '../../x509/timestamp-token.ts';
import { askService, serviceUrl, type ServiceConnection } from './service-connection.ts';

const what = 'the timestamp authority';

/**
 * Requests a timestamp of the bytes over HTTP (RFC 3161, section 3.4) and returns the response in DER. A URL without a path gets the path of sigstore's
 * timestamp authority. Throws SIGNING_FAILED, also for a timestamp of other content.
 */
export async function requestTimestamp(base: URL, bytes: Uint8Array, connection: ServiceConnection, runtime: Runtime): Promise<Uint8Array> {
  const digest = createHash('sha256').update(bytes).digest();
  const answer = await askService(
    {
      what,
      url: base.pathname === '/' ? serviceUrl(base, '/api/v1/timestamp') : base,
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      // Verifiers take the certificates from their trusted root. No nonce: an older timestamp of the same signature is just as good.
      body: writeTimestampRequest({ hash: 'sha256', digest, wantsCertificates: false }),
      accepts: [200, 201],
    },
    connection,
    runtime,
  );
  const imprint = readImprint(answer.bytes);
  if (imprint.hash !== 'sha256' || !imprint.digest.equals(digest))
    throw new PratiqueError('SIGNING_FAILED', `${what} at ${base.host} returned a timestamp for something else`);
  return answer.bytes;
}

function readImprint(der: Uint8Array): TimestampToken['imprint'] {
  try {
    return readTimestampToken(readTimestampResponse(der, exactTimestamp), exactTimestamp).imprint;
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    throw new PratiqueError('SIGNING_FAILED', `${what} sent an unusable response: ${error.message}`, { cause: error });
  }
}

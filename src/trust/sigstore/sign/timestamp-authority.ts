import { createHash } from 'node:crypto';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { DerError } from '../../crypto/der-error.ts';
import { writeInteger, writeNull, writeObjectIdentifier, writeOctetString, writeSequence } from '../../crypto/der-writer.ts';
import { readTimestamp } from '../timestamp/read-timestamp.ts';
import { askService, serviceUrl, type ServiceConnection } from './service-connection.ts';

const what = 'the timestamp authority';
const sha256Id = '2.16.840.1.101.3.4.2.1';

/**
 * Has bytes timestamped over HTTP (RFC 3161, section 3.4) and answers the response in DER. A URL without a path gets the one of sigstore's timestamp
 * authority. Throws SIGNING_FAILED, also for a timestamp of something else.
 */
export async function requestTimestamp(base: URL, bytes: Uint8Array, connection: ServiceConnection, runtime: Runtime): Promise<Uint8Array> {
  const digest = createHash('sha256').update(bytes).digest();
  const answer = await askService(
    {
      what,
      url: base.pathname === '/' ? serviceUrl(base, '/api/v1/timestamp') : base,
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: timestampRequest(digest),
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

/** TimeStampReq (RFC 3161, section 2.4.1) without certificates, since verifiers have those from their trusted root; a nonce would guard against old timestamps of the same signature, which are as good. */
function timestampRequest(digest: Buffer): Buffer {
  const algorithm = writeSequence(writeObjectIdentifier(sha256Id), writeNull());
  return writeSequence(writeInteger(Buffer.of(1)), writeSequence(algorithm, writeOctetString(digest)));
}

function readImprint(der: Uint8Array): { readonly hash: string; readonly digest: Buffer } {
  try {
    return readTimestamp(der).imprint;
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    throw new PratiqueError('SIGNING_FAILED', `${what} sent an unusable response: ${error.message}`, { cause: error });
  }
}

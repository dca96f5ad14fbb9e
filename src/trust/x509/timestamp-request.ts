import { hashIds, type HashName } from './algorithm.ts';
import { berToDer } from './ber-to-der.ts';
import { DerError } from './der-error.ts';
import { readDer, readMembers } from './der-reader.ts';
import { derTags } from './der-tags.ts';
import { readSmallInteger } from './der-values.ts';
import { writeDer, writeInteger, writeNull, writeObjectIdentifier, writeOctetString, writeSequence } from './der-writer.ts';
import { type TimestampRules } from './timestamp-rules.ts';

export interface TimestampRequest {
  readonly hash: HashName;
  /** Of the content to timestamp. */
  readonly digest: Buffer;
  /** Returned in the response, against replayed responses. */
  readonly nonce?: Buffer;
  /** Asks the authority to include its certificates in the token. */
  readonly wantsCertificates: boolean;
}

/** TimeStampReq (RFC 3161, section 2.4.1). */
export function writeTimestampRequest({ hash, digest, nonce, wantsCertificates }: TimestampRequest): Buffer {
  const algorithm = writeSequence(writeObjectIdentifier(hashIds[hash]), writeNull());
  return writeSequence(
    writeInteger(Buffer.of(1)),
    writeSequence(algorithm, writeOctetString(digest)),
    ...(nonce === undefined ? [] : [writeInteger(nonce)]),
    // DER omits FALSE, the default.
    ...(wantsCertificates ? [writeDer(derTags.boolean, Buffer.of(0xff))] : []),
  );
}

/** The token of a TimeStampResp that was granted (RFC 3161, section 2.4.2). Throws {@link DerError}. */
export function readTimestampResponse(bytes: Uint8Array, rules: TimestampRules): Buffer {
  const der = rules.encoding === 'BER' ? berToDer(bytes) : bytes;
  const [statusInfo, token, ...extra] = readMembers(readDer(der), derTags.sequence);
  const [status, ...words] = readMembers(statusInfo, derTags.sequence);
  // 0 is granted, 1 granted with modifications; the other fields of the status describe failures.
  const code = readSmallInteger(status);
  if (code > 1) throw new DerError(`the timestamp was refused with status ${code}`);
  if (rules.surplus === 'refused' && words.length > 0) throw new DerError('the status has a text, which is not allowed here');
  if (token === undefined || extra.length > 0) throw new DerError('the response does not hold one token');
  return token.bytes;
}

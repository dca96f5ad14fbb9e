import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type LogEntry } from '../bundle/log-entry.ts';
import { isSignatureBy } from '../key/verification-key.ts';
import { isWithin, type TransparencyLog } from '../trusted-root/trusted-root.ts';

/**
 * Checks the log's promise to include the entry, and gives the time that it states (sigstore/rekor, signed entry timestamp: ECDSA over
 * canonical JSON, RFC 8785). Throws SIGSTORE_ENTRY_TIMESTAMP_INVALID, or SIGSTORE_LOG_UNTRUSTED when the key was not the log's at that time.
 */
export function verifyEntryTimestamp(entry: LogEntry, signature: Buffer, log: TransparencyLog, object: string): Date {
  const { integratedTime, logIndex, logId, body } = entry;
  if (integratedTime === undefined || integratedTime > maxSeconds)
    throw new VerificationError('SIGSTORE_ENTRY_TIMESTAMP_INVALID', object, `the log states no time, or ${integratedTime}`);
  // Four members, in their order; numbers are written out since JSON's are not exact beyond 2⁵³.
  const signed = `{"body":${JSON.stringify(body.toString('base64'))},"integratedTime":${integratedTime},"logID":"${logId.toString('hex')}","logIndex":${logIndex}}`;
  if (!isSignatureBy(log.key, Buffer.from(signed, 'utf8'), signature))
    throw new VerificationError('SIGSTORE_ENTRY_TIMESTAMP_INVALID', object, `the promise is not signed by ${log.host}`);
  const time = new Date(Number(integratedTime) * 1000);
  if (!isWithin(log.validFor, time))
    throw new VerificationError('SIGSTORE_LOG_UNTRUSTED', object, `the key of ${log.host} was not to be used at ${time.toISOString()}`);
  return time;
}

/** The last second of year 9999. */
const maxSeconds = 253_402_300_799n;

import { JsonError } from '../../../lib/json/json-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type LogEntry } from '../bundle/log-entry.ts';
import { messageOf } from '../key/signed-message.ts';
import { type SignedContent } from '../signed-material.ts';
import { type ClaimedVerifier, type LogEntryClaims } from './log-entry-claims.ts';
import { readLogEntryClaims } from './read-log-entry-claims.ts';

/**
 * Checks that the entry is of this content, this signature and this signer, all three: an entry of something else proves nothing
 * (CVE-2022-36056). Throws SIGSTORE_LOG_ENTRY_INVALID and SIGSTORE_LOG_ENTRY_DIFFERS.
 */
export function compareLogEntry(entry: LogEntry, content: SignedContent, verifier: ClaimedVerifier, object: string): void {
  const claims = readClaims(entry, object);
  const difference = findDifference(claims, content, verifier);
  if (difference !== undefined)
    throw new VerificationError('SIGSTORE_LOG_ENTRY_DIFFERS', object, `the log entry has another ${difference}`);
}

function readClaims(entry: LogEntry, object: string): LogEntryClaims {
  try {
    return readLogEntryClaims(entry.body, entry.kind);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new VerificationError('SIGSTORE_LOG_ENTRY_INVALID', object, `the log entry ${error.message}`, { cause: error });
  }
}

function findDifference(claims: LogEntryClaims, content: SignedContent, verifier: ClaimedVerifier): string | undefined {
  const { envelope } = content;
  if (!isOfContent(claims.digest, content)) return 'content';
  if (claims.payloadType !== undefined && claims.payloadType !== envelope?.payloadType) return 'type of payload';
  if (!isSignature(claims.signature, content)) return 'signature';
  if (claims.verifier.kind !== verifier.kind || !claims.verifier.der.equals(verifier.der)) return verifier.kind;
  return undefined;
}

function isOfContent({ of, algorithm, digest }: LogEntryClaims['digest'], { envelope, signed }: SignedContent): boolean {
  if (of === 'signed bytes') return signed.hasDigest(algorithm, digest);
  return envelope !== undefined && messageOf(envelope.payload).hasDigest(algorithm, digest);
}

function isSignature(claimed: LogEntryClaims['signature'], content: SignedContent): boolean {
  if (Buffer.isBuffer(claimed)) return claimed.equals(content.signature);
  const { algorithm, digest } = claimed.envelopeDigest;
  return content.storedEnvelope !== undefined && messageOf(content.storedEnvelope).hasDigest(algorithm, digest);
}

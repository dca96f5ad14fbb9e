import { createHash } from 'node:crypto';
import { JsonError } from '../../../lib/json/json-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type LogEntry } from '../bundle/log-entry.ts';
import { type SignedContent } from '../signed-material.ts';
import { type ClaimedDigest, type ClaimedVerifier, type LogEntryClaims } from './log-entry-claims.ts';
import { readLogEntryClaims } from './read-log-entry-claims.ts';

/**
 * Checks that the entry is of this content, this signature and this signer, all three: an entry of something else proves nothing
 * (CVE-2022-36056). Throws SIGSTORE_LOG_ENTRY_INVALID and SIGSTORE_LOG_ENTRY_DIFFERS.
 */
export function compareLogEntry(entry: LogEntry, content: SignedContent, verifier: ClaimedVerifier, object: string): void {
  const claims = readClaims(entry, object);
  const difference = findDifference(claims, content, verifier);
  if (difference !== undefined)
    throw new VerificationError('SIGSTORE_LOG_ENTRY_DIFFERS', object, `the log entry is of another ${difference}`);
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
  const hashed = claims.digest.of === 'payload' ? envelope?.payload : content.signed;
  if (hashed === undefined || !isDigestOf(claims.digest, hashed)) return 'content';
  if (claims.payloadType !== undefined && claims.payloadType !== envelope?.payloadType) return 'type of payload';
  if (!isSignature(claims.signature, content)) return 'signature';
  if (claims.verifier.kind !== verifier.kind || !claims.verifier.der.equals(verifier.der)) return verifier.kind;
  return undefined;
}

function isSignature(claimed: LogEntryClaims['signature'], content: SignedContent): boolean {
  if (Buffer.isBuffer(claimed)) return claimed.equals(content.signature);
  return content.storedEnvelope !== undefined && isDigestOf(claimed.envelopeDigest, content.storedEnvelope);
}

function isDigestOf({ algorithm, digest }: ClaimedDigest, bytes: Uint8Array): boolean {
  return createHash(algorithm).update(bytes).digest().equals(digest);
}

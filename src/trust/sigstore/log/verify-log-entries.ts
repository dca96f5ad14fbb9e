import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type LogEntry } from '../bundle/log-entry.ts';
import { type SignedMaterial } from '../signed-material.ts';
import { type VerifiedTime } from '../timestamp/verify-timestamp.ts';
import { isWithin, type TransparencyLog, type TrustedRoot } from '../trusted-root/trusted-root.ts';
import { compareLogEntry } from './compare-log-entry.ts';
import { type ClaimedVerifier } from './log-entry-claims.ts';
import { verifyEntryTimestamp } from './verify-entry-timestamp.ts';
import { verifyInclusion } from './verify-inclusion.ts';

export interface VerifiedLogEntries {
  /** Who runs the logs that have the signature; each counts once. */
  readonly operators: ReadonlySet<string>;
  readonly times: readonly VerifiedTime[];
  /** Logs that state no time of their own: their keys must be valid at the time that another source states. */
  readonly untimedLogs: readonly TransparencyLog[];
}

/** Verifies every entry that came along; one that is wrong refuses the whole, as does the same entry twice. */
export function verifyLogEntries(material: SignedMaterial, verifier: ClaimedVerifier, root: TrustedRoot): VerifiedLogEntries {
  const { object, logEntries, content } = material;
  const operators = new Set<string>();
  const times: VerifiedTime[] = [];
  const untimedLogs: TransparencyLog[] = [];
  for (const [at, entry] of logEntries.entries()) {
    if (logEntries.slice(0, at).some((other) => other.body.equals(entry.body) && other.logId.equals(entry.logId)))
      throw new VerificationError('SIGSTORE_LOG_ENTRY_INVALID', object, 'the same log entry is present twice');
    const log = findLog(entry, root, object);
    const time = verifyEntry(entry, log, object);
    compareLogEntry(entry, content, verifier, object);
    operators.add(log.operator);
    if (time === undefined) untimedLogs.push(log);
    else times.push({ time, statedBy: 'transparency log', operator: log.operator });
  }
  return { operators, times, untimedLogs };
}

/** A log whose key cannot have been used at the stated or any other time is not asked. Throws SIGSTORE_LOG_UNTRUSTED. */
export function assertLogsValidAt(logs: readonly TransparencyLog[], times: readonly VerifiedTime[], object: string): void {
  for (const log of logs) {
    const outside = times.find(({ time }) => !isWithin(log.validFor, time));
    if (outside !== undefined)
      throw new VerificationError(
        'SIGSTORE_LOG_UNTRUSTED',
        object,
        `the key of ${log.host} was not to be used at ${outside.time.toISOString()}`,
      );
  }
}

function findLog(entry: LogEntry, root: TrustedRoot, object: string): TransparencyLog {
  const log = root.transparencyLogs.find(({ id }) => id.equals(entry.logId));
  if (log !== undefined) return log;
  throw new VerificationError('SIGSTORE_LOG_UNTRUSTED', object, `log ${entry.logId.toString('hex').slice(0, 64)} is not in ${root.name}`);
}

/** The time that the log states, where it states one under its signature. */
function verifyEntry(entry: LogEntry, log: TransparencyLog, object: string): Date | undefined {
  const { signedEntryTimestamp, inclusionProof } = entry;
  const isSelfContained = signedEntryTimestamp !== undefined || inclusionProof?.checkpoint !== undefined;
  if (!isSelfContained)
    throw new VerificationError('SIGSTORE_LOG_ENTRY_INVALID', object, 'the log entry has no inclusion proof or promise');
  // Logs of version 2 have one tree, so that there is one index; in those of version 1 only the promise covers the entry's own.
  if (tiledKinds.has(entry.kind ?? '') && entry.logIndex !== inclusionProof?.logIndex)
    throw new VerificationError('SIGSTORE_LOG_ENTRY_INVALID', object, `the log entry has index ${entry.logIndex}, its proof another`);
  const time = signedEntryTimestamp === undefined ? undefined : verifyEntryTimestamp(entry, signedEntryTimestamp, log, object);
  if (inclusionProof !== undefined) verifyInclusion(entry, inclusionProof, log, object);
  return time;
}

const tiledKinds: ReadonlySet<string> = new Set(['hashedrekord 0.0.2', 'dsse 0.0.2']);

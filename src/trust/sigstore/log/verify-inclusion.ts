import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type InclusionProof, type LogEntry } from '../bundle/log-entry.ts';
import { isSignatureBy } from '../key/verification-key.ts';
import { type TransparencyLog } from '../trusted-root/trusted-root.ts';
import { merkleRoot } from './merkle-root.ts';
import { type Checkpoint, readCheckpoint } from './read-checkpoint.ts';

/**
 * Checks that the log has the entry: its checkpoint is signed by the log, and the audit path leads from the entry to the checkpoint's root
 * (RFC 9162, section 2.1.3.2). Throws SIGSTORE_CHECKPOINT_INVALID or SIGSTORE_INCLUSION_INVALID.
 */
export function verifyInclusion(entry: LogEntry, proof: InclusionProof, log: TransparencyLog, object: string): void {
  const inclusion = (message: string): VerificationError => new VerificationError('SIGSTORE_INCLUSION_INVALID', object, message);
  const root = merkleRoot(entry.body, proof.logIndex, proof.treeSize, proof.hashes);
  if (root === undefined)
    throw inclusion(`a proof of ${proof.hashes.length} hashes does not fit entry ${proof.logIndex} of ${proof.treeSize}`);
  if (!root.equals(proof.rootHash)) throw inclusion('the proof leads to another root than it says');
  if (proof.checkpoint === undefined) return;
  const checkpoint = verifyCheckpoint(proof.checkpoint, log, object);
  if (!checkpoint.rootHash.equals(root)) throw inclusion('the proof leads to another root than the checkpoint has');
  if (checkpoint.size !== proof.treeSize)
    throw inclusion(`the proof is of ${proof.treeSize} entries, the checkpoint of ${checkpoint.size}`);
}

/**
 * The note has to be signed by the log that the entry names, under the log's own name (sigstore/architecture-docs, client-spec.md, checkpoints).
 * Lines of witnesses, whose keys no trusted root has, are passed over.
 */
function verifyCheckpoint(text: string, log: TransparencyLog, object: string): Checkpoint {
  const invalid = (message: string): VerificationError => new VerificationError('SIGSTORE_CHECKPOINT_INVALID', object, message);
  const checkpoint = readCheckpoint(text);
  if (checkpoint === undefined) throw invalid('it is not a checkpoint');
  // Logs of version 1 write the number of their tree after their name.
  if (checkpoint.origin !== log.host && !checkpoint.origin.startsWith(`${log.host} - `))
    throw invalid(`it is of ${JSON.stringify(checkpoint.origin.slice(0, 80))}, not of ${log.host}`);
  const lines = checkpoint.signatures.filter(({ name, keyHint }) => name === log.host && keyHint.equals(log.keyHint));
  if (lines.length === 0) throw invalid(`no signature in it is by ${log.host}`);
  if (!lines.some(({ signature }) => isSignatureBy(log.key, checkpoint.signed, signature)))
    throw invalid(`the signature of ${log.host} does not fit it`);
  return checkpoint;
}

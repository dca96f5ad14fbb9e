import { type Change } from '../changelist/change.ts';
import { type NotaryContext } from '../notary-context.ts';
import { makeChanges } from './make-changes.ts';
import { type Publication } from './publish-edited.ts';
import { recoverPending } from './recover-pending.ts';

/**
 * Applies changes to the repository as it is now, signs and publishes it. Killed at any point it loses nothing: what was signed lies in
 * a file before it is sent, and the next run finds out whether it arrived, before it does its own work. `staged` are the files of those
 * changes that were staged; they go once they are published. Throws CHANGE_INVALID, KEY_NOT_FOUND, PASSPHRASE_*, TRUST_SERVER_REFUSED,
 * TRUST_CONFLICT, REGISTRY_* and VerificationError.
 */
export async function publishChanges(
  context: NotaryContext,
  changes: readonly Change[],
  staged: readonly string[] = [],
): Promise<Publication> {
  await recoverPending(context);
  return makeChanges(context, changes, staged);
}

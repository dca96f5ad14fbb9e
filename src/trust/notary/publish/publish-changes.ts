import { type Change } from '../changelist/change.ts';
import { type NotaryContext } from '../notary-context.ts';
import { makeChanges } from './make-changes.ts';
import { type Publication } from './publish-edited.ts';
import { recoverPending } from './recover-pending.ts';

/**
 * Applies changes to the current state of the repository, signs and publishes it. Nothing is lost when it is killed: what was signed is in a file
 * before it is sent, and the next run first finds out whether it arrived. `staged` are the files of staged changes; they are removed once they are
 * published. Throws CHANGE_INVALID, KEY_NOT_FOUND, PASSPHRASE_*, TRUST_SERVER_REFUSED,
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

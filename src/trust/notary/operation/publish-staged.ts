import { Changelist } from '../changelist/changelist.ts';
import { changelistFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { makeChanges } from '../publish/make-changes.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { type Recovery, recoverPending } from '../publish/recover-pending.ts';

export interface StagedPublication extends Publication {
  /** Of publications that had been interrupted. */
  readonly recovered: readonly Recovery[];
  /** How many staged changes are published with it. */
  readonly count: number;
}

/** Finishes what was interrupted and publishes everything staged, in its order. */
export async function publishStaged(context: NotaryContext): Promise<StagedPublication> {
  const recovered = await recoverPending(context);
  const staged = await new Changelist(changelistFolder(context.directory, context.gun)).list();
  const changes = staged.map(({ change }) => change);
  const publication = await makeChanges(
    context,
    changes,
    staged.map(({ path }) => path),
  );
  return { ...publication, recovered, count: changes.length };
}

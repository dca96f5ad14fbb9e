import { Changelist } from '../changelist/changelist.ts';
import { changelistFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { makeChanges } from '../publish/make-changes.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { type Recovery, recoverPending } from '../publish/recover-pending.ts';

export interface StagedPublication extends Publication {
  /** Outcomes of interrupted publications. */
  readonly recovered: readonly Recovery[];
  /** How many staged changes were published. */
  readonly count: number;
}

/** Finishes interrupted publications and publishes all staged changes in order. */
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

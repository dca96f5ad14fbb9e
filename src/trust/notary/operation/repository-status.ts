import { type StagedChange } from '../changelist/change.ts';
import { Changelist } from '../changelist/changelist.ts';
import { changelistFolder, pendingFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { PendingPublications } from '../publish/pending-publications.ts';

export interface RepositoryStatus {
  readonly staged: readonly StagedChange[];
  /** The roles of each publication that may not have arrived. */
  readonly interrupted: readonly (readonly string[])[];
}

/** Staged changes and interrupted publications. Makes no connection. */
export async function repositoryStatus({ directory, gun }: NotaryContext): Promise<RepositoryStatus> {
  const staged = await new Changelist(changelistFolder(directory, gun)).list();
  const pending = await new PendingPublications(pendingFolder(directory, gun)).list();
  return { staged, interrupted: pending.map(({ files }) => [...files.keys()]) };
}

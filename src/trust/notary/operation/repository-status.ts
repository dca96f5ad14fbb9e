import { type StagedChange } from '../changelist/change.ts';
import { Changelist } from '../changelist/changelist.ts';
import { changelistFolder, pendingFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { PendingPublications } from '../publish/pending-publications.ts';

export interface RepositoryStatus {
  readonly staged: readonly StagedChange[];
  /** Publications that were begun and are not known to have arrived: the roles of each. */
  readonly interrupted: readonly (readonly string[])[];
}

/** What is staged or was interrupted; asks nobody. */
export async function repositoryStatus({ directory, gun }: NotaryContext): Promise<RepositoryStatus> {
  const staged = await new Changelist(changelistFolder(directory, gun)).list();
  const pending = await new PendingPublications(pendingFolder(directory, gun)).list();
  return { staged, interrupted: pending.map(({ files }) => [...files.keys()]) };
}

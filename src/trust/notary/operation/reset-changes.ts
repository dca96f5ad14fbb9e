import { PratiqueError } from '../../../model/pratique-error.ts';
import { Changelist } from '../changelist/changelist.ts';
import { changelistFolder, pendingFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { PendingPublications } from '../publish/pending-publications.ts';

export interface ResetOptions {
  /** Positions in `status`, from 0; by default all staged changes, unreadable ones too. */
  readonly numbers?: readonly number[];
  /** Also interrupted publications, without checking whether they arrived. */
  readonly isPendingToo?: boolean;
}

/** Discards staged changes and returns how many. Throws USAGE for a position that does not exist. */
export async function resetChanges({ directory, gun }: NotaryContext, options: ResetOptions = {}): Promise<number> {
  const pendings = new PendingPublications(pendingFolder(directory, gun));
  if (options.isPendingToo === true) for (const { path } of await pendings.list()) await pendings.remove(path);
  const changelist = new Changelist(changelistFolder(directory, gun));
  if (options.numbers === undefined) return changelist.clear();
  const staged = await changelist.list();
  const paths = options.numbers.map((number) => {
    const path = staged[number]?.path;
    if (path === undefined) throw new PratiqueError('USAGE', `there is no staged change ${number}, only ${staged.length} in all`);
    return path;
  });
  await changelist.remove(paths);
  return new Set(paths).size;
}

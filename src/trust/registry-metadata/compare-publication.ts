import { type StoredFile } from './metadata-artifact.ts';
import { currentOf } from './publication.ts';

/**
 * How the trust metadata of a registry relate to a copy of them: `older` has no file that is newer than the copy's, `diverged` has other content
 * under the same version, and `other root` has another root under the same version, which is another chain of trust.
 */
export type PublicationState = 'missing' | 'same' | 'older' | 'newer' | 'diverged' | 'other root';

export interface PublicationDifference {
  readonly state: PublicationState;
  /** The role that decides, with its versions; for messages. */
  readonly role?: string;
  readonly published?: number;
  readonly copied?: number;
  /** A role of which the registry has an older version than the copy, where another role decides: the registry went back and was then signed again. */
  readonly behind?: { readonly role: string; readonly published: number; readonly copied: number };
}

/** Compares roles and versions as the registry states them, without trusting them: wrong ones only lead to a refusal. `copy` has the current root and earlier ones. */
export function comparePublication(published: readonly StoredFile[] | undefined, copy: readonly StoredFile[]): PublicationDifference {
  if (published === undefined) return { state: 'missing' };
  const isOtherRoot = published.some(
    (file) =>
      file.role === 'root' &&
      copy.some(({ role, version, digest }) => role === 'root' && version === file.version && digest !== file.digest),
  );
  if (isOtherRoot) return { state: 'other root', role: 'root' };
  const pairs = [...new Set(published.map(({ role }) => role))].map((role) => ({
    role,
    theirs: currentOf(published, role)!,
    ours: currentOf(copy, role),
  }));
  const find = (
    state: PublicationState,
    isDecisive: (theirs: StoredFile, ours: StoredFile | undefined) => boolean,
  ): PublicationDifference | undefined => {
    const pair = pairs.find(({ theirs, ours }) => isDecisive(theirs, ours));
    if (pair === undefined) return undefined;
    const behind = pairs.flatMap(({ role, theirs, ours }) =>
      role !== pair.role && ours !== undefined && theirs.version < ours.version
        ? [{ role, published: theirs.version, copied: ours.version }]
        : [],
    )[0];
    const copied = pair.ours === undefined ? {} : { copied: pair.ours.version };
    return { state, role: pair.role, published: pair.theirs.version, ...copied, ...(behind === undefined ? {} : { behind }) };
  };
  return (
    find('newer', (theirs, ours) => ours === undefined || theirs.version > ours.version) ??
    find('diverged', (theirs, ours) => theirs.version === ours?.version && theirs.digest !== ours.digest) ??
    find('older', (theirs, ours) => theirs.digest !== ours?.digest) ??
    (copy.every((file) => published.some(({ role, digest }) => role === file.role && digest === file.digest))
      ? { state: 'same' }
      : { state: 'older' })
  );
}

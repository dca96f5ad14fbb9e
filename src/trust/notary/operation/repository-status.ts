import { VerificationError } from '../../../model/trust/verification-error.ts';
import { decodeRoot } from '../../tuf/decode-root.ts';
import { decodeSnapshot } from '../../tuf/decode-snapshot.ts';
import { decodeTargets } from '../../tuf/decode-targets.ts';
import { decodeTimestamp } from '../../tuf/decode-timestamp.ts';
import { type RoleName } from '../../tuf/role-name.ts';
import { type Change, type StagedChange } from '../changelist/change.ts';
import { Changelist } from '../changelist/changelist.ts';
import { changelistFolder, pendingFolder } from '../directory/trust-directory.ts';
import { MetadataCache } from '../directory/metadata-cache.ts';
import { type NotaryContext } from '../notary-context.ts';
import { PendingPublications } from '../publish/pending-publications.ts';

export interface InterruptedPublication {
  readonly roles: readonly string[];
  readonly changes: readonly Change[];
}

export interface RepositoryStatus {
  readonly staged: readonly StagedChange[];
  /** Publications that may not have arrived. */
  readonly interrupted: readonly InterruptedPublication[];
  /** The last whole set in the cache, not verified; `undefined` without one. */
  readonly copy?: LocalCopy;
}

/** The trust metadata that this machine has, for comparing with other machines. */
export interface LocalCopy {
  readonly versions: ReadonlyMap<RoleName, number>;
  readonly timestampExpires?: Date;
  readonly keptAt?: Date;
}

/** Staged changes and interrupted publications. Makes no connection. */
export async function repositoryStatus({ directory, gun }: NotaryContext): Promise<RepositoryStatus> {
  const staged = await new Changelist(changelistFolder(directory, gun)).list();
  const pending = await new PendingPublications(pendingFolder(directory, gun)).list();
  const copy = await readLocalCopy(new MetadataCache(directory, gun));
  return {
    staged,
    interrupted: pending.map(({ files, changes }) => ({ roles: [...files.keys()], changes })),
    ...(copy === undefined ? {} : { copy }),
  };
}

async function readLocalCopy(cache: MetadataCache): Promise<LocalCopy | undefined> {
  const { files } = await cache.readWhole();
  const decoders = { root: decodeRoot, snapshot: decodeSnapshot, timestamp: decodeTimestamp };
  const versions = new Map<RoleName, number>();
  let timestampExpires: Date | undefined;
  for (const [role, bytes] of files)
    try {
      const isTargets = role !== 'root' && role !== 'snapshot' && role !== 'timestamp';
      const { version, expires } = (isTargets ? decodeTargets(role, bytes) : decoders[role](bytes)).content;
      versions.set(role, version);
      if (role === 'timestamp') timestampExpires = expires;
    } catch (error) {
      // Commands that use the copy verify it and say what is wrong.
      if (!(error instanceof VerificationError)) throw error;
    }
  if (versions.size === 0) return undefined;
  const keptAt = await cache.keptAt();
  return { versions, ...(timestampExpires === undefined ? {} : { timestampExpires }), ...(keptAt === undefined ? {} : { keptAt }) };
}

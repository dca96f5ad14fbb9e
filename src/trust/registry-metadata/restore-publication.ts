import { PratiqueError } from '../../model/pratique-error.ts';
import { type Repository } from '../../oci/registry/repository.ts';
import { MetadataCache } from '../notary/directory/metadata-cache.ts';
import { type TrustDirectory } from '../notary/directory/trust-directory.ts';
import { type NotaryContext } from '../notary/notary-context.ts';
import { readCachedRepository, readRepository } from '../notary/update/read-repository.ts';
import { isFile } from '../tuf/file-meta.ts';
import { trustMetadataTag } from '../store/trust-metadata-tag.ts';
import { baseRoles, type RoleName } from '../tuf/role-name.ts';
import { type TrustedRepository } from '../tuf/trusted-repository.ts';
import { assertNewestHere, type ChangedTag, findChangedTags } from './copy-age.ts';
import { comparePublication, type PublicationDifference } from './compare-publication.ts';
import { currentOf, describeFile, mergeFiles, readPublication } from './publication.ts';
import { writePublication } from './write-publication.ts';

export interface RestoreOptions {
  readonly repository: Repository;
  /** Whether trust metadata with another root may be replaced: everyone who trusts that root must then trust this one. */
  readonly mayReplaceRoot?: boolean;
  /** Whether a copy whose timestamp has expired is published: nothing says that it is the last one. */
  readonly isExpiryAccepted?: boolean;
  /** Other trust directories of this machine, which may have a newer copy. */
  readonly otherDirectories?: readonly TrustDirectory[];
  /** Called with the copy before anything is refused or written. */
  readonly announce?: (copy: RestorableCopy) => void;
  /** Called when nothing was refused, before anything is written: it throws where the user does not agree. */
  readonly confirm?: (copy: RestorableCopy, before: Restoration['before']) => Promise<void>;
}

/** What this machine would publish. */
export interface RestorableCopy {
  readonly versions: ReadonlyMap<RoleName, number>;
  /** As it is in the trust directory, verified. */
  readonly repository: TrustedRepository;
  /** When this machine last updated it. */
  readonly keptAt?: Date;
  /** Tags that the registry has with other content: the copy may be older than what was lost. */
  readonly changedTags: readonly ChangedTag[];
  /** Version of a newer root that this machine has seen, in an update that it refused: the copy is older than what was lost. */
  readonly seenRoot?: number;
}

export interface Restoration {
  /** What the registry had before; nothing was written when it was `same`. */
  readonly before: 'missing' | 'same' | 'older' | 'other root';
  /** Restored versions by role. */
  readonly versions: ReadonlyMap<RoleName, number>;
  readonly repository: TrustedRepository;
}

/**
 * Publishes the trust metadata that this machine has cached, after the registry lost them, so that the root and every version number go on. No key is
 * needed: the files are published as they were signed. Nothing that the registry has is rolled back. Throws TRUST_DATA_NOT_FOUND without a complete copy,
 * CHANGE_INVALID where the registry has newer metadata or other ones, TRUST_CONFLICT where another client published at the same time, and VerificationError
 * where the copy is not trusted.
 */
export async function restorePublication(
  context: NotaryContext,
  { repository, mayReplaceRoot = false, isExpiryAccepted = false, otherDirectories = [], announce, confirm }: RestoreOptions,
): Promise<Restoration> {
  const { gun, runtime, remote } = context;
  const { files: copied, trusted, keptAt, seenRoot } = await readCopy(context);
  const published = await readPublication(repository, runtime);
  const entries = copied.map(({ role, bytes }) => describeFile(role, bytes));
  const versions = new Map(entries.map(({ role, version }) => [role, version]));
  const difference = comparePublication(published?.files, entries);
  const { state } = difference;
  const copy: RestorableCopy = {
    versions,
    repository: trusted,
    changedTags: state === 'same' ? [] : await findChangedTags(trusted, repository, runtime),
    ...(keptAt === undefined ? {} : { keptAt }),
    ...(seenRoot === undefined ? {} : { seenRoot }),
  };
  if (state !== 'same') announce?.(copy);
  // What the user is told to do must be possible afterwards.
  if (difference.behind !== undefined) await assertNewestHere(gun, versions, context.directory, otherDirectories);
  assertRestorable(context, difference, mayReplaceRoot, {
    timestamp: currentOf(published?.files ?? [], 'timestamp')?.version,
    isExpired: trusted.timestamp.content.expires <= runtime.now(),
  });
  if (state !== 'same') {
    await assertNewestHere(gun, versions, context.directory, otherDirectories);
    // What the registry has is older still where there is something.
    if (!isExpiryAccepted && state !== 'older') assertCurrent(context, trusted);
    await confirm?.(copy, state as Restoration['before']);
    const files = mergeFiles(state === 'older' ? (published?.files ?? []) : [], entries);
    const written = await writePublication(repository, { files, contents: copied.map(({ bytes }) => bytes), replaces: published }, runtime);
    if (written === undefined)
      throw new PratiqueError(
        'TRUST_CONFLICT',
        `cannot restore the trust metadata of ${gun}: another client wrote to ${remote.name} at the same time`,
        {
          hint: 'look at what it wrote with pratique trust inspect --server registry, then run the command again',
        },
      );
  }
  // From here on the restored root is the current one again.
  if (seenRoot !== undefined && state !== 'same') await new MetadataCache(context.directory, gun).write('root', trusted.root.bytes);
  const restored = await readRepository(context, { isForChange: true });
  return { before: state as Restoration['before'], versions, repository: restored };
}

interface CopiedFile {
  readonly role: RoleName;
  readonly bytes: Buffer;
}

interface Copy {
  readonly files: readonly CopiedFile[];
  readonly trusted: TrustedRepository;
  readonly keptAt?: Date;
  readonly seenRoot?: number;
}

/** Every file of the last whole set that a client needs, the roots so far included. */
async function readCopy(context: NotaryContext): Promise<Copy> {
  const { gun, directory } = context;
  const cache = new MetadataCache(directory, gun);
  const { files, seenRoot } = await cache.readWhole();
  const missing = baseRoles.filter((role) => !files.has(role));
  if (missing.length > 0) throw incomplete(context, missing);
  const trusted = await readCachedRepository(context, { isForChange: true }, files);
  const { root, snapshot } = trusted;
  const listed = [...snapshot.content.meta].filter(([role]) => role !== 'root');
  const lacking = listed.filter(([role, meta]) => !isFile(files.get(role) ?? Buffer.alloc(0), meta)).map(([role]) => role);
  if (lacking.length > 0) throw incomplete(context, lacking);
  const roots = [...(await cache.readEarlierRoots(root.content.version)), root.bytes];
  const roles: readonly RoleName[] = [...listed.map(([role]) => role), 'snapshot', 'timestamp'];
  const all = [...roots.map((bytes) => ({ role: 'root' as const, bytes })), ...roles.map((role) => ({ role, bytes: files.get(role)! }))];
  const keptAt = await cache.keptAt();
  return { files: all, trusted, ...(keptAt === undefined ? {} : { keptAt }), ...(seenRoot === undefined ? {} : { seenRoot }) };
}

function incomplete({ gun, directory }: NotaryContext, roles: readonly string[]): PratiqueError {
  const isEmpty = roles.length === baseRoles.length;
  return new PratiqueError(
    'TRUST_DATA_NOT_FOUND',
    isEmpty
      ? `${directory.path} has no trust metadata of ${gun}`
      : `${directory.path} has no complete trust metadata of ${gun}: no ${roles.join(', ')}`,
    {
      hint: 'run this on a machine that signed or verified the repository, with the same --trust-dir, or restore the directory from a backup',
    },
  );
}

/** A timestamp is what says that nothing newer was published. After it has expired, tags may have been signed or revoked that the copy does not know. */
function assertCurrent({ gun, runtime }: NotaryContext, { timestamp }: TrustedRepository): void {
  const { expires } = timestamp.content;
  if (expires > runtime.now()) return;
  throw new PratiqueError(
    'CHANGE_INVALID',
    `cannot restore the trust metadata of ${gun}: the copy on this machine is old, its timestamp expired ${expires.toISOString()}`,
    {
      hint: 'tags that other machines signed or revoked since then are missing from it. Look for a newer copy on machines that signed or verified the repository; to publish this one, check its tags and add --accept-expired',
    },
  );
}

function assertRestorable(
  { gun, remote }: NotaryContext,
  { state, role, published, copied, behind }: PublicationDifference,
  mayReplaceRoot: boolean,
  { timestamp, isExpired }: { readonly timestamp: number | undefined; readonly isExpired: boolean },
): void {
  const refuse = (reason: string, hint: string): PratiqueError =>
    new PratiqueError('CHANGE_INVALID', `cannot restore the trust metadata of ${gun}: ${reason}`, { hint });
  if (behind !== undefined && (state === 'newer' || state === 'diverged'))
    throw refuse(
      `${remote.name} has version ${published} of the ${role} metadata, but version ${behind.published} of the ${behind.role} metadata, and this machine has version ${behind.copied}`,
      `older metadata was put back and then signed again, so revoked tags may be valid again. Compare the tags with pratique trust inspect --server registry ${gun}. This machine has a whole copy; to undo it, delete the tag ${trustMetadataTag} in the registry, run pratique trust repo restore ${gun}${isExpired ? ' --accept-expired' : ''}, then pratique trust repo renew ${gun} until the timestamp has a version above ${timestamp ?? published}`,
    );
  if (state === 'newer') {
    const than = copied === undefined ? 'which this machine does not have' : `and this machine only has version ${copied}`;
    throw refuse(
      `${remote.name} has version ${published} of the ${role} metadata, ${than}`,
      'nothing has to be restored: check it with pratique trust inspect --server registry',
    );
  }
  if (state === 'diverged')
    throw refuse(
      `${remote.name} has other content in version ${published} of the ${role} metadata`,
      'another machine published at the same time or from an older copy. Sign a tag or renew the timestamp there: the next version continues what is in the registry. Then compare the tags with pratique trust inspect --server registry: changes that only this machine has, such as a revocation, must be made again',
    );
  if (state === 'other root' && !mayReplaceRoot)
    throw refuse(
      `${remote.name} has trust metadata with another root`,
      'find out who created that root. To go back to the root that this machine trusts, add --replace-root; machines that trust the other root will then refuse the repository',
    );
}

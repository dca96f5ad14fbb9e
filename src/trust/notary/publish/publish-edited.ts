import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Metadata, type MetadataFile } from '../../tuf/metadata.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { type RoleName } from '../../tuf/role-name.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type Change } from '../changelist/change.ts';
import { Changelist } from '../changelist/changelist.ts';
import { MetadataCache } from '../directory/metadata-cache.ts';
import { changelistFolder, pendingFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { readRepository } from '../update/read-repository.ts';
import { PendingPublications, sha256Hex, type StoredPending } from './pending-publications.ts';
import { type EditedContent, type RepositoryContent } from './repository-content.ts';
import { sendFiles } from './send-files.ts';
import { signContent } from './sign-content.ts';

/** The result of publishing. */
export interface Publication {
  /** Roles that were signed and their new versions; empty when everything was published already. */
  readonly versions: ReadonlyMap<RoleName, number>;
  /** Nothing was left to publish, because another command on this machine published these changes while this one tried. */
  readonly isMerged?: boolean;
  /** As the remote serves it afterwards. */
  readonly repository: TrustedRepository;
}

export interface EditedPublication {
  /** Absent when the repository is being created. */
  readonly before?: TrustedRepository;
  readonly edited: EditedContent;
  readonly changes: readonly Change[];
  readonly staged: readonly string[];
}

/**
 * Signs and sends; `undefined` when another client published in between. What was signed is on the disk before it is sent, and is removed only
 * when it is known to be published or refused.
 */
export async function publishEdited(
  context: NotaryContext,
  { before, edited, changes, staged }: EditedPublication,
): Promise<Publication | undefined> {
  const { remote, keys, runtime, directory, gun } = context;
  const published = new Map<RoleName, Buffer>(filesOf(before).map(({ role, bytes }) => [role, bytes]));
  const content = before === undefined ? undefined : contentOf(before);
  const options = { keys, now: runtime.now(), hasServerKeys: remote.serverKeys !== undefined, published };
  const files = await signContent(content, edited, options);
  const base = new Map(
    [...files.keys()].flatMap((role) => (published.has(role) ? [[role, sha256Hex(published.get(role)!)] as const] : [])),
  );
  const pendings = new PendingPublications(pendingFolder(directory, gun));
  const pending = await pendings.add({ files, base, changes, staged }, runtime);
  const outcome = await sendFiles(context, files).catch(async (error: unknown) => {
    if (error instanceof PratiqueError && error.code === 'TRUST_SERVER_REFUSED') await pendings.remove(pending.path);
    else if (!runtime.signal.aborted) runtime.log.warn(describeKept(context));
    throw error;
  });
  if (outcome === 'conflict') {
    await pendings.remove(pending.path);
    return undefined;
  }
  await keepOwnRoot(context, pending);
  const repository = await readRepository(context, { isForChange: true });
  // Where there is no compare-and-swap, a publisher whose write took very long may have overwritten ours after it was confirmed.
  if (!(await isStillPublished(context, files, repository))) {
    await pendings.remove(pending.path);
    return undefined;
  }
  await finishPending(context, pending);
  return { versions: versionsOf(repository, files), repository };
}

/** The command failed, and yet its change is not gone. */
function describeKept({ gun, remote }: NotaryContext): string {
  const reset =
    remote.serverKeys === undefined ? 'pratique trust reset --server registry --interrupted' : 'pratique trust reset --interrupted';
  return `the change is kept: the next command that changes ${gun} from here publishes it, unless others change the same tags first. To discard it: ${reset} ${gun}`;
}

/** Whether each file is the current one of its role, or an earlier version of the current one. */
async function isStillPublished(
  { remote, runtime }: NotaryContext,
  files: ReadonlyMap<RoleName, Buffer>,
  repository: TrustedRepository,
): Promise<boolean> {
  const current = new Map(filesOf(repository).map(({ role, bytes }) => [role, bytes]));
  for (const [role, bytes] of files) {
    if (current.get(role)?.equals(bytes) === true) continue;
    const stored = await remote.fetch({ role, hash: sha256Hex(bytes) }, maxMetadataBytes(role), runtime);
    if (stored?.equals(bytes) !== true) return false;
  }
  return true;
}

/** The root of a repository that was created here is trusted from the moment it is published: there is no first use. */
export async function keepOwnRoot({ directory, gun }: NotaryContext, { files, base }: StoredPending): Promise<void> {
  const root = files.get('root');
  const cache = new MetadataCache(directory, gun);
  if (root === undefined || base.has('root')) return;
  const kept = (await cache.read()).get('root');
  if (kept === undefined) await cache.write('root', root);
  if (kept === undefined || kept.equals(root)) await cache.noteKnownRoot(root);
}

/** Call it once the files are known to be published. */
export async function finishPending({ directory, gun }: NotaryContext, { path, staged }: StoredPending): Promise<void> {
  await new Changelist(changelistFolder(directory, gun)).remove(staged);
  await new PendingPublications(pendingFolder(directory, gun)).remove(path);
}

export function contentOf({ root, targets, refusedFiles, snapshot, timestamp }: TrustedRepository): RepositoryContent {
  return {
    root: root.content,
    targets: new Map([...targets].map(([role, { file }]) => [role, file.content])),
    refused: new Map([...refusedFiles].map(([role, { content }]) => [role, content])),
    snapshot: snapshot.content,
    timestamp: timestamp.content,
  };
}

function filesOf(repository: TrustedRepository | undefined): readonly MetadataFile<Metadata>[] {
  if (repository === undefined) return [];
  const { root, snapshot, timestamp, targets, refusedFiles } = repository;
  return [root, snapshot, timestamp, ...[...targets.values()].map(({ file }) => file), ...refusedFiles.values()];
}

function versionsOf(repository: TrustedRepository, files: ReadonlyMap<RoleName, Buffer>): ReadonlyMap<RoleName, number> {
  const changed = filesOf(repository).filter(({ role }) => files.has(role));
  return new Map(changed.map(({ role, content }) => [role, content.version]));
}

import { PratiqueError } from '../../../model/pratique-error.ts';
import { decodeSnapshot } from '../../tuf/decode-snapshot.ts';
import { decodeTargets } from '../../tuf/decode-targets.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { type TargetsMetadata } from '../../tuf/metadata.ts';
import { isRoleName, type RoleName, type TargetsRole } from '../../tuf/role-name.ts';
import { type Change, type TargetContent } from '../changelist/change.ts';
import { pendingFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { readRepository } from '../update/read-repository.ts';
import { makeChanges } from './make-changes.ts';
import { PendingPublications, sha256Hex, type StoredPending } from './pending-publications.ts';
import { finishPending, keepOwnRoot } from './publish-edited.ts';
import { sendFiles } from './send-files.ts';

/** Outcome of an interrupted publication. */
export type Recovery = 'was published' | 'published now' | 'made again' | 'dropped';

/**
 * Finishes publications that a killed or disconnected run started, oldest first: those that arrived are removed, those that did not are sent as they
 * were signed, and where others have published in between, their changes are made again. No version is used twice. What others signed or revoked
 * since is newer than what failed to arrive: a change of such a tag is dropped, and the user told. What is published is told too, since the run that
 * started it said that it failed.
 */
export async function recoverPending(context: NotaryContext): Promise<readonly Recovery[]> {
  const pending = await new PendingPublications(pendingFolder(context.directory, context.gun)).list();
  const recoveries: Recovery[] = [];
  for (const each of pending) recoveries.push(await recover(context, each));
  return recoveries;
}

async function recover(context: NotaryContext, pending: StoredPending): Promise<Recovery> {
  const state = await findState(context, pending);
  const { gun, runtime } = context;
  const recovery = state === 'arrived' ? 'was published' : state === 'not sent' ? await send(context, pending) : undefined;
  const [changes, overtaken] = recovery === undefined ? await splitOvertaken(context, pending) : [pending.changes, []];
  if (recovery === undefined) await makeChanges(context, changes, pending.staged);
  else await keepOwnRoot(context, pending);
  await finishPending(context, pending);
  if (overtaken.length > 0)
    runtime.log.warn(
      `an interrupted change of ${gun} is dropped, because others have changed the same tags since: ${namesOf(overtaken)}. What they published stays; to change a tag again, run the command again`,
    );
  if (recovery !== 'was published' && changes.length > 0)
    runtime.log.notice(`an interrupted change of ${gun} is published now: ${namesOf(changes)}`);
  return recovery ?? (changes.length === 0 && overtaken.length > 0 ? 'dropped' : 'made again');
}

/**
 * Changes that can be made again, and those of tags that are not as they were when they were signed, in whichever role: a tag that was revoked in one must
 * not come back through another.
 */
async function splitOvertaken(
  context: NotaryContext,
  { changes, base: signedOn }: StoredPending,
): Promise<readonly [changes: readonly Change[], overtaken: readonly Change[]]> {
  const current = await readRepository(context, { isForChange: true });
  const hashes = await readBaseHashes(context, signedOn);
  if (hashes === undefined) return [changes.filter((change) => !isOfTag(change)), changes.filter(isOfTag)];
  const before = new Map<string, TargetsMetadata | 'absent' | 'unknown'>();
  const isSame = async (role: string, name: string): Promise<boolean> => {
    const file = current.targets.get(role as TargetsRole)?.file;
    if (file !== undefined && sha256Hex(file.bytes) === hashes.get(role)) return true;
    if (!before.has(role)) before.set(role, await readBase(context, role, hashes));
    const base = before.get(role);
    const now = file?.content.targets.get(name);
    return typeof base === 'object' ? isSameTarget(base.targets.get(name), now) : base === 'absent' && now === undefined;
  };
  const overtaken: Change[] = [];
  for (const change of changes) {
    if (!isOfTag(change)) continue;
    // Where a server signs the snapshot, nothing here says what the other roles were.
    const others = signedOn.has('snapshot') ? [...hashes.keys(), ...current.targets.keys()].filter(isTargetsRole) : [];
    for (const role of new Set([change.role, ...others])) {
      if (await isSame(role, change.name)) continue;
      overtaken.push(change);
      break;
    }
  }
  return [changes.filter((change) => !overtaken.includes(change)), overtaken];
}

function isOfTag(change: Change): change is Extract<Change, { readonly kind: 'add target' | 'remove target' }> {
  return change.kind === 'add target' || change.kind === 'remove target';
}

function isTargetsRole(role: string): boolean {
  return role === 'targets' || role.startsWith('targets/');
}

/**
 * SHA-256 in hexadecimal of every role when the changes were signed, as the snapshot of then lists them; of those that were signed where a server signs
 * the snapshot. `undefined` where the snapshot can no longer be read.
 */
async function readBaseHashes(
  { remote, runtime }: NotaryContext,
  base: StoredPending['base'],
): Promise<ReadonlyMap<string, string> | undefined> {
  const hash = base.get('snapshot');
  if (hash === undefined) return base;
  const bytes = await remote.fetch({ role: 'snapshot', hash }, maxMetadataBytes('snapshot'), runtime);
  if (bytes === undefined || sha256Hex(bytes) !== hash) return undefined;
  const listed = [...decodeSnapshot(bytes).content.meta].map(
    ([role, { hashes }]) => [role, hashes.get('sha256')?.toString('hex') ?? ''] as const,
  );
  return new Map<string, string>([...listed, ...base]);
}

/** The role as it was when the changes were signed. `unknown` where that can no longer be read: then a tag that is not there now may have been revoked. */
async function readBase(
  { remote, runtime }: NotaryContext,
  role: string,
  hashes: ReadonlyMap<string, string>,
): Promise<TargetsMetadata | 'absent' | 'unknown'> {
  if (!isRoleName(role)) return 'unknown';
  const hash = hashes.get(role);
  if (hash === undefined) return 'absent';
  const bytes = await remote.fetch({ role, hash }, maxMetadataBytes(role), runtime);
  return bytes === undefined || sha256Hex(bytes) !== hash ? 'unknown' : decodeTargets(role as TargetsRole, bytes).content;
}

function isSameTarget(one: TargetContent | undefined, other: TargetContent | undefined): boolean {
  const sha256 = (target: TargetContent | undefined): string | undefined => target?.hashes.get('sha256')?.toString('hex');
  return one?.length === other?.length && sha256(one) === sha256(other);
}

/** For people: the tags that changes are about, else the roles. */
function namesOf(changes: readonly Change[]): string {
  const names = changes.map((change) => ('name' in change ? change.name : 'role' in change ? change.role : change.parent));
  const shown = [...new Set(names)];
  return shown.length <= shownNames ? shown.join(', ') : `${shown.slice(0, shownNames).join(', ')} and ${shown.length - shownNames} more`;
}

const shownNames = 10;

/** `undefined` when the files can no longer be used. */
async function send(context: NotaryContext, { files }: StoredPending): Promise<Recovery | undefined> {
  try {
    return (await sendFiles(context, files)) === 'published' ? 'published now' : undefined;
  } catch (error) {
    if (error instanceof PratiqueError && error.code === 'TRUST_SERVER_REFUSED') return undefined;
    throw error;
  }
}

async function findState(context: NotaryContext, { files, base }: StoredPending): Promise<'arrived' | 'not sent' | 'overtaken'> {
  let isUntouched = true;
  let areThere = true;
  for (const [role, bytes] of files) {
    const current = await context.remote.fetch({ role }, maxMetadataBytes(role), context.runtime);
    if (current === undefined ? base.has(role) : sha256Hex(current) !== base.get(role)) isUntouched = false;
    areThere = areThere && (current?.equals(bytes) === true || (await isKnown(context, role, bytes)));
  }
  if (areThere) return 'arrived';
  return isUntouched ? 'not sent' : 'overtaken';
}

/** Also when a newer version has replaced it: a server keeps every version by its hash. */
async function isKnown({ remote, runtime }: NotaryContext, role: RoleName, bytes: Buffer): Promise<boolean> {
  return (await remote.fetch({ role, hash: sha256Hex(bytes) }, maxMetadataBytes(role), runtime)) !== undefined;
}

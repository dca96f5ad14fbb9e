import { PratiqueError } from '../../../model/pratique-error.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { type RoleName } from '../../tuf/role-name.ts';
import { type Change } from '../changelist/change.ts';
import { pendingFolder } from '../directory/trust-directory.ts';
import { type NotaryContext } from '../notary-context.ts';
import { makeChanges } from './make-changes.ts';
import { PendingPublications, sha256Hex, type StoredPending } from './pending-publications.ts';
import { finishPending, keepOwnRoot } from './publish-edited.ts';
import { sendFiles } from './send-files.ts';
import { splitOvertaken } from './split-overtaken.ts';

/** Outcome of an interrupted publication. */
export type Recovery = 'was published' | 'published now' | 'made again' | 'dropped';

/**
 * Finishes publications that a killed or disconnected run started, oldest first: those that arrived are removed, those that did not are sent as they
 * were signed, and where others have published in between, their changes are made again. No version is used twice. What others signed or revoked
 * since is newer than what failed to arrive: a change of such a tag, or of such a role, is dropped, and the user told. What is published is told too, since the run that
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
      `an interrupted change of ${gun} is dropped, because others have changed the same since: ${namesOf(overtaken)}. What they published stays; to make the change all the same, run the command again`,
    );
  if (recovery !== 'was published' && changes.length > 0)
    runtime.log.notice(`an interrupted change of ${gun} is published now: ${namesOf(changes)}`);
  return recovery ?? (changes.length === 0 && overtaken.length > 0 ? 'dropped' : 'made again');
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

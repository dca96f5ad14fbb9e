import { decodeSnapshot } from '../../tuf/decode-snapshot.ts';
import { decodeTargets } from '../../tuf/decode-targets.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { type TargetsMetadata } from '../../tuf/metadata.ts';
import { isDelegationName, isRoleName, parentRole, type TargetsRole } from '../../tuf/role-name.ts';
import { type Change, type TargetContent } from '../changelist/change.ts';
import { type NotaryContext } from '../notary-context.ts';
import { readRepository } from '../update/read-repository.ts';
import { sha256Hex, type StoredPending } from './pending-publications.ts';

/**
 * Changes of an interrupted publication that can be made again, and those that others have overtaken. A tag is overtaken where it is not as it was when the change was signed, in
 * whichever role: one that was revoked in one role must not come back through another. Where keys or delegations are not as they were, all that was signed with them is: a signer who was
 * removed since must not come back either.
 */
export async function splitOvertaken(
  context: NotaryContext,
  { changes, base: signedOn }: StoredPending,
): Promise<readonly [changes: readonly Change[], overtaken: readonly Change[]]> {
  const current = await readRepository(context, { isForChange: true });
  const hashes = await readBaseHashes(context, signedOn);
  const [harmless, decisive] = [changes.filter(({ kind }) => kind === 'witness'), changes.filter(({ kind }) => kind !== 'witness')];
  if (hashes === undefined) return [harmless, decisive];
  const before = new Map<string, TargetsMetadata | 'absent' | 'unknown'>();
  const isSamePart = async (
    role: string,
    isSameIn: (base: TargetsMetadata | undefined, now: TargetsMetadata | undefined) => boolean,
  ): Promise<boolean> => {
    const file = current.targets.get(role as TargetsRole)?.file;
    if (file !== undefined && sha256Hex(file.bytes) === hashes.get(role)) return true;
    if (!before.has(role)) before.set(role, await readBase(context, role, hashes));
    const base = before.get(role);
    return base !== 'unknown' && isSameIn(base === 'absent' ? undefined : base, file?.content);
  };
  for (const role of new Set(changes.flatMap(changedRole))) {
    const isSame = role === 'root' ? sha256Hex(current.root.bytes) === hashes.get('root') : await isSamePart(role, isSameDelegations);
    if (!isSame) return [harmless, decisive];
  }
  const overtaken: Change[] = [];
  for (const change of changes) {
    if (!isOfTag(change)) continue;
    // Where a server signs the snapshot, nothing here says what the other roles were.
    const others = signedOn.has('snapshot') ? [...hashes.keys(), ...current.targets.keys()].filter(isTargetsRole) : [];
    for (const role of new Set([change.role, ...others])) {
      if (await isSamePart(role, (base, now) => isSameTarget(base?.targets.get(change.name), now?.targets.get(change.name)))) continue;
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

/** The role whose keys or delegations a change edits. */
function changedRole(change: Change): readonly string[] {
  switch (change.kind) {
    case 'add delegation':
    case 'update delegation':
    case 'remove delegation':
      return isDelegationName(change.role) ? [parentRole(change.role)] : [change.role];
    case 'purge keys':
      return [change.parent];
    case 'replace keys':
      return ['root'];
    case 'add target':
    case 'remove target':
    case 'witness':
      return [];
  }
}

function isSameDelegations(one: TargetsMetadata | undefined, other: TargetsMetadata | undefined): boolean {
  const texts = [one, other].map((metadata) => JSON.stringify(metadata?.delegations.roles ?? []));
  return texts[0] === texts[1];
}

function isSameTarget(one: TargetContent | undefined, other: TargetContent | undefined): boolean {
  const sha256 = (target: TargetContent | undefined): string | undefined => target?.hashes.get('sha256')?.toString('hex');
  return one?.length === other?.length && sha256(one) === sha256(other);
}

import { PratiqueError } from '../../../model/pratique-error.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { fileMetaOf } from '../../tuf/file-meta.ts';
import { type FileMeta, type Metadata, type RootMetadata } from '../../tuf/metadata.ts';
import { isDelegationName, parentRole, type RoleName, type TargetsRole } from '../../tuf/role-name.ts';
import { signMetadata } from '../../tuf/sign-metadata.ts';
import { type KeyStore } from '../key/key-store.ts';
import { sharedKeyIds } from './key-missing.ts';
import { openSigners } from './open-signers.ts';
import { type EditedContent, type RepositoryContent } from './repository-content.ts';

const dayMs = 86_400_000;

/** notary, const.go: root ten years, targets and snapshot three years, timestamp fourteen days. */
const lifetimeDays = { root: 3_650, targets: 1_095, snapshot: 1_095, timestamp: 14 } as const;

export interface SignOptions {
  readonly keys: KeyStore;
  readonly now: Date;
  /** Whether the remote signs timestamps, and snapshots whose key it holds. */
  readonly hasServerKeys: boolean;
  /** Published files that do not change, for a snapshot that is signed here. */
  readonly published: ReadonlyMap<RoleName, Buffer>;
}

/**
 * The files to publish: each changed role, and snapshot and timestamp where we hold their keys. A new root is also signed by the keys of the old one.
 * Throws KEY_NOT_FOUND when the keys in the trust directory do not reach the threshold of a role.
 */
export async function signContent(
  before: RepositoryContent | undefined,
  after: EditedContent,
  options: SignOptions,
): Promise<ReadonlyMap<RoleName, Buffer>> {
  const files = new Map<RoleName, Buffer>();
  const shared = options.hasServerKeys ? undefined : sharedKeyIds(after.root);
  const sign = async (role: RoleName, metadata: Metadata, keys: readonly PublicKey[], threshold: number): Promise<Buffer> => {
    const bytes = signMetadata(metadata, await openSigners(role, keys, threshold, options.keys, shared));
    files.set(role, bytes);
    return bytes;
  };
  const renew = <T extends Metadata>(metadata: T, kind: keyof typeof lifetimeDays): T => ({
    ...metadata,
    version: metadata.version + 1,
    expires: new Date(options.now.getTime() + lifetimeDays[kind] * dayMs),
  });
  const { root } = after;
  if (after.dirty.has('root')) await sign('root', renew(root, 'root'), rootSigners(before?.root, root), root.roles.root.threshold);
  for (const role of orderOf(after)) {
    const { keys, threshold } = keysOf(after, role);
    await sign(role, renew(after.targets.get(role)!, 'targets'), keys, threshold);
  }
  const snapshotKeys = keysOfBase(root, 'snapshot');
  const isOurs = !options.hasServerKeys || (await areHere(snapshotKeys, options.keys));
  if (!isOurs) {
    if (after.dirty.has('snapshot') && files.size === 0)
      throw new PratiqueError('KEY_NOT_FOUND', 'the server holds the snapshot key and signs it');
    return files;
  }
  const meta = snapshotMeta(before, after, files, options.published);
  const snapshot = { kind: 'snapshot' as const, version: before?.snapshot?.version ?? 0, expires: options.now, meta };
  const bytes = await sign('snapshot', renew(snapshot, 'snapshot'), snapshotKeys, root.roles.snapshot.threshold);
  if (options.hasServerKeys) return files;
  const timestamp = {
    kind: 'timestamp' as const,
    version: before?.timestamp?.version ?? 0,
    expires: options.now,
    snapshot: fileMetaOf(bytes),
  };
  await sign('timestamp', renew(timestamp, 'timestamp'), keysOfBase(root, 'timestamp'), root.roles.timestamp.threshold);
  return files;
}

async function areHere(keys: readonly PublicKey[], store: KeyStore): Promise<boolean> {
  for (const { canonicalId } of keys) if ((await store.find(canonicalId)) !== undefined) return true;
  return false;
}

/** New keys, then old ones that the new root no longer lists, so that clients with the old root can follow. */
function rootSigners(before: RootMetadata | undefined, after: RootMetadata): readonly PublicKey[] {
  const signers = new Map(
    [...(before === undefined ? [] : keysOfBase(before, 'root')), ...keysOfBase(after, 'root')].map((key) => [key.id, key]),
  );
  return [...signers.values()];
}

function keysOfBase(root: RootMetadata, role: keyof RootMetadata['roles']): readonly PublicKey[] {
  return root.roles[role].keyIds.flatMap((id) => root.keys.get(id) ?? []);
}

function keysOf({ root, targets }: EditedContent, role: TargetsRole): { readonly keys: readonly PublicKey[]; readonly threshold: number } {
  if (!isDelegationName(role)) return { keys: keysOfBase(root, 'targets'), threshold: root.roles.targets.threshold };
  const delegations = targets.get(parentRole(role))?.delegations;
  const found = delegations?.roles.find(({ name }) => name === role);
  return { keys: found?.keyIds.flatMap((id) => delegations?.keys.get(id) ?? []) ?? [], threshold: found?.threshold ?? 1 };
}

/** Delegators before their delegations. */
function orderOf({ dirty }: EditedContent): readonly TargetsRole[] {
  return [...dirty].filter((role): role is TargetsRole => role !== 'root' && role !== 'snapshot').sort();
}

function snapshotMeta(
  before: RepositoryContent | undefined,
  after: EditedContent,
  files: ReadonlyMap<RoleName, Buffer>,
  published: ReadonlyMap<RoleName, Buffer>,
): ReadonlyMap<RoleName, FileMeta> {
  const isRemoved = (role: RoleName): boolean => [...after.removed].some((gone) => role === gone || role.startsWith(`${gone}/`));
  const meta = new Map([...(before?.snapshot?.meta ?? [])].filter(([role]) => !isRemoved(role)));
  for (const [role, bytes] of [...published, ...files]) {
    const isNamed = role === 'root' || role === 'targets' || (isDelegationName(role) && !isRemoved(role));
    if (isNamed) meta.set(role, fileMetaOf(bytes));
  }
  return meta;
}

import { PratiqueError } from '../../../model/pratique-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { makeRootCertificate } from '../../crypto/make-root-certificate.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { type RootMetadata, type RoleKeys } from '../../tuf/metadata.ts';
import { findRootPin } from '../../tuf/root-pins.ts';
import { type Change } from '../changelist/change.ts';
import { MetadataCache } from '../directory/metadata-cache.ts';
import { type OpenKey } from '../key/key-store.ts';
import { type NotaryContext } from '../notary-context.ts';
import { applyChange } from '../publish/apply-change.ts';
import { ContentEditor } from '../publish/content-editor.ts';
import { emptyTargets } from '../publish/empty-targets.ts';
import { type Publication, publishEdited } from '../publish/publish-edited.ts';
import { recoverPending } from '../publish/recover-pending.ts';

export interface InitializeOptions {
  /** Key ID of a root key in the trust directory; by default the first one there, or a new one. */
  readonly rootKeyId?: string;
  /** A certificate of the root key; by default one is created. */
  readonly rootCertificate?: PublicKey;
  /** Whether the server holds the snapshot key, as with `docker trust`; with `notary init` it is here. True by default. */
  readonly isSnapshotOnServer?: boolean;
  /** Changes in the first targets metadata, such as a signer. */
  readonly changes?: readonly Change[];
}

export interface Initialization extends Publication {
  /** ID of the private key, as its file is named; root metadata and policies list `rootKeyIds` instead. */
  readonly rootKeyId: string;
  readonly targetsKeyId: string;
}

/**
 * Creates and publishes the trust data of a repository. Throws CHANGE_INVALID when it exists, TRUST_DATA_LOST when an older root of it is known, and
 * what publishing throws. Every key is on the disk before it is published.
 */
export async function initializeRepository(context: NotaryContext, options: InitializeOptions = {}): Promise<Initialization> {
  await recoverPending(context);
  if (await isInitialized(context))
    throw new PratiqueError('CHANGE_INVALID', `${context.gun} already has trust data`, {
      hint: 'sign with it, or remove it first with pratique trust remove --remote',
    });
  const { gun, runtime } = context;
  await assertNoOlderRoot(context);
  const rootKey = await findRootKey(context, options);
  const targetsKey = await context.keys.create('targets', gun);
  const rootCertificate = options.rootCertificate ?? certify(gun, rootKey, runtime.now());
  const keys = {
    root: rootCertificate,
    targets: targetsKey.publicKey,
    snapshot: await serverOrOwnKey(context, 'snapshot', options.isSnapshotOnServer ?? true),
    timestamp: await serverOrOwnKey(context, 'timestamp', true),
  };
  const editor = new ContentEditor({ root: newRoot(keys), targets: new Map([['targets', emptyTargets]]) });
  editor.setRoot(editor.root);
  editor.witness('targets');
  for (const change of options.changes ?? []) applyChange(editor, change);
  const published = await publishEdited(context, { edited: editor.result(), changes: options.changes ?? [], staged: [] });
  if (published === undefined)
    throw new PratiqueError('TRUST_CONFLICT', `cannot create the trust data of ${gun}: another client created it at the same time`, {
      hint: 'nothing was published from here, and the root of the other client counts. Check it with pratique trust inspect; its owner adds you with pratique trust signer add',
    });
  return { ...published, rootKeyId: rootKey.publicKey.id, targetsKeyId: targetsKey.publicKey.id };
}

/**
 * A new root ends the old chain of trust: every machine and policy that trusts the old root refuses the repository from then on. So it is not created
 * by the way, where a signature was asked for and the remote lost the old root.
 */
export async function assertNoOlderRoot({ directory, gun, remote, pins, knownRootKeys, keys, runtime }: NotaryContext): Promise<void> {
  const lost = `${remote.name} has no trust data of ${gun}`;
  const isOnServer = remote.serverKeys !== undefined;
  if ((await new MetadataCache(directory, gun).read()).has('root'))
    throw new PratiqueError('TRUST_DATA_LOST', `${lost}, but this machine trusts a root of it (${directory.path})`, {
      hint: isOnServer
        ? 'ask the operator of the server; to start over with a new root, run pratique trust remove first'
        : `restore it with pratique trust repo restore ${gun}; to start over with a new root, run pratique trust remove --server registry ${gun} first`,
    });
  const pin = findRootPin(pins, gun);
  const pinned = pin?.kind === 'certificates' ? pin.keyIds : ((await knownRootKeys?.()) ?? []);
  if (pinned.length > 0)
    throw new PratiqueError('TRUST_DATA_LOST', `${lost}, but a root of it is pinned: ${pinned.join(', ')}`, {
      hint: isOnServer
        ? 'check the server; to start over with a new root, remove the pin first (rootKeys in the policy, --root-key)'
        : `restore it with pratique trust repo restore ${gun} on a machine that has a copy; to start over with a new root, remove the pin first (rootKeys in the policy, --root-key)`,
    });
  if ((await keys.list()).some((key) => key.gun === gun))
    runtime.log.warn(
      `creating a new root of ${gun}, although ${directory.path} has keys of an older one: machines and policies that trust the older root will refuse the new one`,
    );
}

/** Whether the remote has a root of the repository, which is not verified. */
export async function isInitialized({ remote, runtime }: NotaryContext): Promise<boolean> {
  return (await remote.fetch({ role: 'root' }, maxMetadataBytes('root'), runtime)) !== undefined;
}

/** The certificate that root metadata list for a root key: valid for ten years, as notary creates it. */
export function certify(gun: string, key: OpenKey, now: Date): PublicKey {
  const notAfter = new Date(now.getTime() + 3_650 * 86_400_000);
  return makeRootCertificate({ gun, privateKey: key.reveal(), notBefore: now, notAfter });
}

async function findRootKey({ keys }: NotaryContext, { rootKeyId, rootCertificate }: InitializeOptions): Promise<OpenKey> {
  const wanted = rootKeyId ?? rootCertificate?.canonicalId;
  if (wanted !== undefined) {
    const key = await keys.open(wanted);
    if (rootCertificate !== undefined && rootCertificate.canonicalId !== key.publicKey.id)
      throw new VerificationError('ROLE_KEY_INVALID', 'root', `the certificate is for key ${rootCertificate.canonicalId}, not ${wanted}`);
    return key;
  }
  const first = (await keys.list()).find(({ role }) => role === 'root');
  return first === undefined ? keys.create('root') : keys.open(first.id);
}

async function serverOrOwnKey(context: NotaryContext, role: 'snapshot' | 'timestamp', isOnServer: boolean): Promise<PublicKey> {
  const { remote, keys, gun, runtime } = context;
  if (isOnServer && remote.serverKeys !== undefined) return remote.serverKeys.get(role, runtime);
  return (await keys.create(role, gun)).publicKey;
}

function newRoot(keys: Readonly<Record<keyof RootMetadata['roles'], PublicKey>>): RootMetadata {
  const role = (key: PublicKey): RoleKeys => ({ keyIds: [key.id], threshold: 1 });
  return {
    kind: 'root',
    version: 0,
    expires: new Date(0),
    consistentSnapshot: false,
    keys: new Map(Object.values(keys).map((key) => [key.id, key])),
    roles: { root: role(keys.root), targets: role(keys.targets), snapshot: role(keys.snapshot), timestamp: role(keys.timestamp) },
  };
}

import { PratiqueError } from '../../../model/pratique-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { makeRootCertificate } from '../../crypto/make-root-certificate.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { type RootMetadata, type RoleKeys } from '../../tuf/metadata.ts';
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
  /** Key ID of a root key in the trust directory; when absent the first one there, or a new one. */
  readonly rootKeyId?: string;
  /** A certificate of the root key instead of one that is made. */
  readonly rootCertificate?: PublicKey;
  /** Whether the server keeps the snapshot key, as `docker trust` wants it; `notary init` keeps it here. True when absent. */
  readonly isSnapshotOnServer?: boolean;
  /** What the first targets metadata already hold, such as a signer. */
  readonly changes?: readonly Change[];
}

export interface Initialization extends Publication {
  /** Key IDs of the private keys, as their files are named. */
  readonly rootKeyId: string;
  readonly targetsKeyId: string;
}

/** Makes and publishes a new repository. Throws CHANGE_INVALID when there is one, and what publishing throws. Every key is on the disk before it is published. */
export async function initializeRepository(context: NotaryContext, options: InitializeOptions = {}): Promise<Initialization> {
  await recoverPending(context);
  if (await isInitialized(context))
    throw new PratiqueError('CHANGE_INVALID', `${context.gun} has trust data already`, { hint: 'sign with it, or remove it first' });
  const { gun, runtime } = context;
  if ((await new MetadataCache(context.directory, gun).read()).has('root'))
    throw new PratiqueError(
      'CHANGE_INVALID',
      `${context.remote.name} has no trust data of ${gun} any more, and a root of it is kept here`,
      {
        hint: 'if it was removed on purpose, forget it here too with pratique trust remove',
      },
    );
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
  if (published === undefined) throw new PratiqueError('TRUST_CONFLICT', `${gun}: somebody else made it at the same time`);
  return { ...published, rootKeyId: rootKey.publicKey.id, targetsKeyId: targetsKey.publicKey.id };
}

/** Whether the remote has a root of the repository; it is not looked at. */
export async function isInitialized({ remote, runtime }: NotaryContext): Promise<boolean> {
  return (await remote.fetch({ role: 'root' }, maxMetadataBytes('root'), runtime)) !== undefined;
}

/** The certificate under which a root key stands in root metadata: for ten years, as notary makes it. */
export function certify(gun: string, key: OpenKey, now: Date): PublicKey {
  const notAfter = new Date(now.getTime() + 3_650 * 86_400_000);
  return makeRootCertificate({ gun, privateKey: key.reveal(), notBefore: now, notAfter });
}

async function findRootKey({ keys }: NotaryContext, { rootKeyId, rootCertificate }: InitializeOptions): Promise<OpenKey> {
  const wanted = rootKeyId ?? rootCertificate?.canonicalId;
  if (wanted !== undefined) {
    const key = await keys.open(wanted);
    if (rootCertificate !== undefined && rootCertificate.canonicalId !== key.publicKey.id)
      throw new VerificationError('ROLE_KEY_INVALID', 'root', `the certificate is of key ${rootCertificate.canonicalId}, not of ${wanted}`);
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

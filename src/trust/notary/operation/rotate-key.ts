import { PratiqueError } from '../../../model/pratique-error.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { type BaseRole } from '../../tuf/role-name.ts';
import { type NotaryContext } from '../notary-context.ts';
import { publishChanges } from '../publish/publish-changes.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { recoverPending } from '../publish/recover-pending.ts';
import { certify } from './initialize-repository.ts';

export interface RotateKeyOptions {
  readonly role: BaseRole;
  /** The snapshot key may be moved to the server; the timestamp key is always there, root and targets keys never. */
  readonly isOnServer?: boolean;
  /** IDs of keys in the trust directory to use instead of a new key. */
  readonly keyIds?: readonly string[];
}

/** Replaces the key of a role and publishes a root with the new one, which is on the disk before. Throws USAGE for a role whose key cannot be where it is wanted. */
export async function rotateKey(context: NotaryContext, options: RotateKeyOptions): Promise<Publication> {
  const { role } = options;
  const isOnServer = role === 'timestamp' ? context.remote.serverKeys !== undefined : (options.isOnServer ?? false);
  if (isOnServer && role !== 'timestamp' && role !== 'snapshot') throw new PratiqueError('USAGE', `the ${role} key is never on the server`);
  await recoverPending(context);
  const keys = isOnServer ? [await serverKey(context, role as 'timestamp' | 'snapshot')] : await ownKeys(context, options);
  return publishChanges(context, [{ kind: 'replace keys', role, keys }]);
}

function serverKey({ remote, runtime }: NotaryContext, role: 'timestamp' | 'snapshot'): Promise<PublicKey> {
  if (remote.serverKeys === undefined) throw new PratiqueError('USAGE', `${remote.name} does not hold keys`);
  return remote.serverKeys.rotate(role, runtime);
}

async function ownKeys({ keys, gun, runtime }: NotaryContext, { role, keyIds = [] }: RotateKeyOptions): Promise<readonly PublicKey[]> {
  const opened = [];
  for (const id of keyIds) opened.push(await keys.open(id));
  if (opened.length === 0) opened.push(await (role === 'root' ? keys.create('root') : keys.create(role, gun)));
  return opened.map((key) => (role === 'root' ? certify(gun, key, runtime.now()) : key.publicKey));
}

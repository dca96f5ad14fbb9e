import { PratiqueError } from '../../../model/pratique-error.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { releasesRole } from '../../tuf/role-name.ts';
import { type Change } from '../changelist/change.ts';
import { type KeyStore } from '../key/key-store.ts';
import { type NotaryContext } from '../notary-context.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { recoverPending } from '../publish/recover-pending.ts';
import { type Initialization, initializeRepository, isInitialized } from './initialize-repository.ts';
import { type StageOptions, stageOrPublish } from './stage-or-publish.ts';

export interface AddSignerOptions extends StageOptions {
  readonly name: string;
  /** At least one. */
  readonly keys: readonly PublicKey[];
}

/**
 * Adds a signer: delegations `targets/NAME` and `targets/releases` with its keys and all paths. Creates the trust data of a repository that has none, as
 * Docker does. `undefined` when the change was only staged.
 */
export async function addSigner(context: NotaryContext, options: AddSignerOptions): Promise<Publication | Initialization | undefined> {
  const changes = addSignerChanges(options.name, options.keys);
  if (options.isStaged === true) return stageOrPublish(context, changes, options);
  await recoverPending(context);
  if (!(await isInitialized(context))) return initializeRepository(context, { changes });
  return stageOrPublish(context, changes, options);
}

/** Throws USAGE for a name that Docker does not accept. */
export function addSignerChanges(name: string, keys: readonly PublicKey[]): readonly Change[] {
  assertSignerName(name);
  if (keys.length === 0) throw new PratiqueError('USAGE', `no public key given for the signer ${name}`);
  return [`targets/${name}`, releasesRole].flatMap((role): Change[] => [
    { kind: 'add delegation', role, edit: { threshold: 1, addKeys: keys } },
    { kind: 'add delegation', role, edit: { addPaths: [''] } },
  ]);
}

/** docker/cli, cli/command/trust/signer_add.go. */
export function assertSignerName(name: string): void {
  if (name === 'releases') throw new PratiqueError('USAGE', '"releases" is reserved and cannot be the name of a signer');
  if (/^[a-z0-9][a-z0-9_-]*$/.test(name) && name.length <= 200) return;
  throw new PratiqueError(
    'USAGE',
    `${JSON.stringify(name.slice(0, 80))} is not a valid signer name: use lower-case letters, digits, - and _`,
  );
}

/** The first key with the signer's name in the trust directory, by ID; otherwise a new one. */
export async function findOrMakeSignerKey(keys: KeyStore, name: string): Promise<PublicKey> {
  assertSignerName(name);
  const found = (await keys.list()).find(({ role }) => role === name);
  return (found === undefined ? await keys.create(name) : await keys.open(found.id)).publicKey;
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PratiqueError } from '../../model/pratique-error.ts';
import { makeSigner, readSigners, type KeyDirectory } from './repository-keys.ts';
import { metadataFolder } from './repository-place.ts';
import { defaultExpiry, formatTime, latestVersion, readSigned, writeRole, type RootMetadata } from './publish-repository.ts';
import { signEnvelope, tufRoles, type TufJson, type TufRole, type TufSigner } from './tuf-envelope.ts';

export interface RootOptions {
  readonly repository: string;
  readonly keys: KeyDirectory;
  readonly now: Date;
  readonly expiryDays?: number;
}

/**
 * The key ceremony: makes the keys of every role and the first root, `1.root.json`, which clients are given. `rootKeys` of them are made, and
 * `threshold` must sign each later root. Throws USAGE where there is a repository already.
 */
export function initRepository(options: RootOptions & { readonly rootKeys: number; readonly threshold: number }): string {
  const { repository, keys, rootKeys, threshold } = options;
  if (existsSync(join(repository, metadataFolder, '1.root.json')))
    throw new PratiqueError('USAGE', `${repository} is a repository already`, { hint: 'change its keys with pratique db repo rotate' });
  const made = new Map(
    tufRoles.map((role) => [role, Array.from({ length: role === 'root' ? rootKeys : 1 }, () => makeSigner(keys, role))]),
  );
  const roles = Object.fromEntries(
    tufRoles.map((role) => [role, { keyids: made.get(role)!.map(({ key }) => key.id), threshold: role === 'root' ? threshold : 1 }]),
  ) as unknown as RootMetadata['roles'];
  const all = [...made.values()].flat();
  writeRoot(options, { version: 1, roles, keys: Object.fromEntries(all.map(({ key }) => [key.id, key.json])) }, made.get('root')!);
  return join(repository, metadataFolder, '1.root.json');
}

/**
 * Gives a role a new key in place of all that it had, in a new version of the root. The old root's keys sign it, and the new ones too where the root
 * itself changes (TUF 1.0.34, section 5.3). Without a role only the root's expiry is renewed. Throws KEY_NOT_FOUND below the threshold.
 */
export function rotateKeys(options: RootOptions & { readonly role?: TufRole }): number {
  const { repository, keys, role } = options;
  const version = latestVersion(repository, 'root');
  if (version === 0)
    throw new PratiqueError('DATABASE_NOT_FOUND', `${repository} is not a repository`, { hint: 'make one with pratique db repo init' });
  const current = readSigned(repository, `${version}.root.json`) as unknown as RootMetadata;
  const listed = current.roles.root;
  const signers = readSigners(keys, 'root').filter(({ key }) => listed.keyids.includes(key.id));
  if (signers.length < listed.threshold)
    throw new PratiqueError(
      'KEY_NOT_FOUND',
      `${keys.directory} has ${signers.length} of the ${listed.threshold} keys that must sign a root`,
    );
  const fresh = role === undefined ? [] : current.roles[role].keyids.map(() => makeSigner(keys, role));
  const roles =
    role === undefined ? current.roles : { ...current.roles, [role]: { ...current.roles[role], keyids: fresh.map(({ key }) => key.id) } };
  const used = new Set(tufRoles.flatMap((each) => roles[each].keyids));
  const known = { ...current.keys, ...Object.fromEntries(fresh.map(({ key }) => [key.id, key.json])) };
  const listedKeys = Object.fromEntries(Object.entries(known).filter(([id]) => used.has(id)));
  writeRoot(options, { version: version + 1, roles, keys: listedKeys }, [...signers, ...(role === 'root' ? fresh : [])]);
  return version + 1;
}

function writeRoot(
  { repository, now, expiryDays = defaultExpiry.root }: RootOptions,
  { version, roles, keys }: Pick<RootMetadata, 'version' | 'roles' | 'keys'>,
  signers: readonly TufSigner[],
): void {
  const signed: RootMetadata = {
    _type: 'root',
    spec_version: '1.0.34',
    version,
    expires: formatTime(now, expiryDays),
    consistent_snapshot: true,
    keys,
    roles,
  };
  writeRole(repository, `${version}.root.json`, signEnvelope(signed as unknown as TufJson, signers));
}

import { join } from 'node:path';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Gun } from '../gun.ts';

/** A directory in the format of `~/.docker/trust` and `~/.notary`. */
export interface TrustDirectory {
  readonly path: string;
}

/** Private keys. */
export function privateFolder({ path }: TrustDirectory): string {
  return join(path, 'private');
}

export function changelistFolder({ path }: TrustDirectory, gun: Gun): string {
  return join(path, 'tuf', ...gun.split('/'), 'changelist');
}

export function metadataFolder({ path }: TrustDirectory, gun: Gun): string {
  return join(path, 'tuf', ...gun.split('/'), 'metadata');
}

/** Every root that was trusted, by version, to publish again where a registry lost them. */
export function rootsFolder({ path }: TrustDirectory, gun: Gun): string {
  return join(path, 'tuf', ...gun.split('/'), 'pratique-roots');
}

/** Names the cached root when it is known, because it was pinned or made here; without it, the root was only the first that was met. */
export function knownRootFile({ path }: TrustDirectory, gun: Gun): string {
  return join(path, 'tuf', ...gun.split('/'), 'pratique-known-root');
}

/** What was signed and is not yet known to be published, one file for each attempt. */
export function pendingFolder({ path }: TrustDirectory, gun: Gun): string {
  return join(path, 'tuf', ...gun.split('/'), 'pratique-pending');
}

/** tuf/data/roles.go: role names that are safe as part of a path. */
const rolePattern = /^(?:root|snapshot|timestamp|targets(?:\/[a-z0-9_-]+)*)$/;

/** The file of `targets/releases` is in the folder `targets`. Throws TRUST_FILE_UNUSABLE for an invalid role name. */
export function metadataFile(directory: TrustDirectory, gun: Gun, role: string): string {
  if (role.length > 255 || !rolePattern.test(role))
    throw new PratiqueError('TRUST_FILE_UNUSABLE', `${JSON.stringify(role.slice(0, 80))} is not a role name`);
  return join(metadataFolder(directory, gun), ...`${role}.json`.split('/'));
}

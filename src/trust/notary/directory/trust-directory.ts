import { join } from 'node:path';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Gun } from '../gun.ts';

/** The folders of `~/.docker/trust` and `~/.notary`, which are alike. */
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

/** What was signed and is not yet known to be published, one file for each attempt. */
export function pendingFolder({ path }: TrustDirectory, gun: Gun): string {
  return join(path, 'tuf', ...gun.split('/'), 'pratique-pending');
}

/** tuf/data/roles.go: what can be part of a path as it is. */
const rolePattern = /^(?:root|snapshot|timestamp|targets(?:\/[a-z0-9_-]+)*)$/;

/** `targets/releases` lies in a folder `targets`. Throws TRUST_FILE_UNUSABLE on what is not a role's name. */
export function metadataFile(directory: TrustDirectory, gun: Gun, role: string): string {
  if (role.length > 255 || !rolePattern.test(role))
    throw new PratiqueError('TRUST_FILE_UNUSABLE', `${JSON.stringify(role.slice(0, 80))} is not the name of a role`);
  return join(metadataFolder(directory, gun), ...`${role}.json`.split('/'));
}

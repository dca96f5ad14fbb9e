import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { baseRoles, isRoleName, type RoleName } from '../../tuf/role-name.ts';
import { type Gun } from '../gun.ts';
import { readTrustFile } from './read-trust-file.ts';
import { metadataFile, metadataFolder, type TrustDirectory } from './trust-directory.ts';
import { isMissing, toTrustFileError } from './trust-file-error.ts';
import { writeTrustFile } from './write-trust-file.ts';

/** The metadata of one repository as notary and docker keep it, one file a role. Whoever reads it verifies it. */
export class MetadataCache {
  readonly #directory: TrustDirectory;
  readonly #gun: Gun;

  constructor(directory: TrustDirectory, gun: Gun) {
    this.#directory = directory;
    this.#gun = gun;
  }

  /** Whole files by role. Throws TRUST_FILE_UNUSABLE, and LIMIT_EXCEEDED when there are more than the bound on roles. */
  async read(): Promise<ReadonlyMap<RoleName, Buffer>> {
    const files = new Map<RoleName, Buffer>();
    const delegations = await this.#findDelegations('targets', 0);
    if (delegations.length > limits.metadataRoles)
      throw new PratiqueError('LIMIT_EXCEEDED', `more than ${limits.metadataRoles} delegations are kept of ${this.#gun}`);
    for (const role of [...baseRoles, ...delegations]) {
      const file = await readTrustFile(this.#path(role), maxMetadataBytes(role));
      if (file !== undefined) files.set(role, file.bytes);
    }
    return files;
  }

  write(role: RoleName, bytes: Buffer): Promise<void> {
    return writeTrustFile(this.#path(role), bytes);
  }

  /** When the timestamp was kept; `undefined` when there is none. */
  async keptAt(): Promise<Date | undefined> {
    return (await stat(this.#path('timestamp')).catch(() => undefined))?.mtime;
  }

  /** Forgets all of it, the root too: the next contact is a first one. */
  async clear(): Promise<void> {
    for (const role of baseRoles) await rm(this.#path(role), { force: true });
    await rm(join(metadataFolder(this.#directory, this.#gun), 'targets'), { recursive: true, force: true });
  }

  async #findDelegations(parent: string, depth: number): Promise<RoleName[]> {
    const folder = join(metadataFolder(this.#directory, this.#gun), ...parent.split('/'));
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw toTrustFileError(error, folder, 'cannot be listed');
    });
    const roles = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map(({ name }) => `${parent}/${name.slice(0, -5)}`);
    const found: RoleName[] = roles.filter(isRoleName).slice(0, limits.metadataRoles + 1);
    const folders = depth < maxDepth ? entries.filter((entry) => entry.isDirectory()) : [];
    for (const { name } of folders) found.push(...(await this.#findDelegations(`${parent}/${name}`, depth + 1)));
    return found;
  }

  #path(role: RoleName): string {
    return metadataFile(this.#directory, this.#gun, role);
  }
}

/** A name of 255 characters has no more parts than this that mean anything. */
const maxDepth = 16;

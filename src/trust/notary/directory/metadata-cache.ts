import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { decodeRoot } from '../../tuf/decode-root.ts';
import { decodeSnapshot } from '../../tuf/decode-snapshot.ts';
import { isFile } from '../../tuf/file-meta.ts';
import { maxMetadataBytes } from '../../tuf/max-metadata-bytes.ts';
import { baseRoles, isRoleName, type RoleName } from '../../tuf/role-name.ts';
import { type Gun } from '../gun.ts';
import { readTrustFile } from './read-trust-file.ts';
import { knownRootFile, metadataFile, metadataFolder, rootsFolder, type TrustDirectory } from './trust-directory.ts';
import { isMissing, toTrustFileError } from './trust-file-error.ts';
import { writeTrustFile } from './write-trust-file.ts';

/** The metadata of one repository as notary and docker store them, one file per role. Readers verify what they read. */
export class MetadataCache {
  readonly #directory: TrustDirectory;
  readonly #gun: Gun;

  constructor(directory: TrustDirectory, gun: Gun) {
    this.#directory = directory;
    this.#gun = gun;
  }

  /** Whole files by role. Throws TRUST_FILE_UNUSABLE, and LIMIT_EXCEEDED when there are too many roles. */
  async read(): Promise<ReadonlyMap<RoleName, Buffer>> {
    const files = new Map<RoleName, Buffer>();
    const delegations = await this.#findDelegations('targets', 0);
    if (delegations.length > limits.metadataRoles)
      throw new PratiqueError('LIMIT_EXCEEDED', `the cache has more than ${limits.metadataRoles} delegations of ${this.#gun}`);
    for (const role of [...baseRoles, ...delegations]) {
      const file = await readTrustFile(this.#path(role), maxMetadataBytes(role));
      if (file !== undefined) files.set(role, file.bytes);
    }
    return files;
  }

  /**
   * As {@link read}, but with the root that the snapshot lists: an update that was refused leaves a newer root beside the last whole set. `seenRoot` is
   * the version of that newer root.
   */
  async readWhole(): Promise<{ readonly files: ReadonlyMap<RoleName, Buffer>; readonly seenRoot?: number }> {
    const files = await this.read();
    const [root, snapshot] = [files.get('root'), files.get('snapshot')];
    if (root === undefined || snapshot === undefined) return { files };
    try {
      const listed = decodeSnapshot(snapshot).content.meta.get('root');
      if (listed === undefined || isFile(root, listed)) return { files };
      const { version } = decodeRoot(root).content;
      const whole = (await this.readEarlierRoots(version)).find((bytes) => isFile(bytes, listed));
      return whole === undefined ? { files } : { files: new Map([...files, ['root', whole]]), seenRoot: version };
    } catch (error) {
      // Who reads the files verifies them and says what is wrong.
      if (error instanceof VerificationError) return { files };
      throw error;
    }
  }

  /** A root is stored twice, as the current one and by its version. */
  async write(role: RoleName, bytes: Buffer): Promise<void> {
    if (role === 'root') await writeTrustFile(this.#rootPath(decodeRoot(bytes).content.version), bytes);
    await writeTrustFile(this.#path(role), bytes);
  }

  /** Roots that are followed by the current one without a gap, oldest first, the current one not included. */
  async readEarlierRoots(current: number): Promise<readonly Buffer[]> {
    const roots: Buffer[] = [];
    for (let version = current - 1; version > 0 && roots.length < limits.rootRotations; version -= 1) {
      const file = await readTrustFile(this.#rootPath(version), maxMetadataBytes('root'));
      if (file === undefined) break;
      roots.unshift(file.bytes);
    }
    return roots;
  }

  /**
   * Notes that this root is the right one: it was pinned, made here, or follows one that was. The note holds for these bytes alone, so that one which is
   * left behind says nothing about another root.
   */
  async noteKnownRoot(bytes: Buffer): Promise<void> {
    if (await this.isKnownRoot(bytes)) return;
    await writeTrustFile(knownRootFile(this.#directory, this.#gun), `${sha256Hex(bytes)}\n`);
  }

  /** False for a root that was trusted on first use, and for one that an older version cached, which took no note. */
  async isKnownRoot(bytes: Buffer): Promise<boolean> {
    const file = await readTrustFile(knownRootFile(this.#directory, this.#gun), 128);
    return file?.bytes.toString('latin1').trim() === sha256Hex(bytes);
  }

  /** When the timestamp was cached; `undefined` when there is none. */
  async keptAt(): Promise<Date | undefined> {
    return (await stat(this.#path('timestamp')).catch(() => undefined))?.mtime;
  }

  /** Removes everything, the root too: the next contact is a first use. */
  async clear(): Promise<void> {
    await rm(knownRootFile(this.#directory, this.#gun), { force: true });
    await rm(rootsFolder(this.#directory, this.#gun), { recursive: true, force: true });
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

  #rootPath(version: number): string {
    return join(rootsFolder(this.#directory, this.#gun), `${version}.root.json`);
  }

  #path(role: RoleName): string {
    return metadataFile(this.#directory, this.#gun, role);
  }
}

function sha256Hex(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Deepest delegation that is read. */
const maxDepth = 16;

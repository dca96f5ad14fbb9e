import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../../lib/file/sync-folder.ts';
import { limits } from '../../../model/limits.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { readTrustFile } from '../directory/read-trust-file.ts';
import { isMissing, toTrustFileError } from '../directory/trust-file-error.ts';
import { writeTrustFile } from '../directory/write-trust-file.ts';
import { type Change, type StagedChange } from './change.ts';
import { formatChange, parseChange } from './change-json.ts';

/** The staged changes of one repository, as files in notary's `changelist` folder: `<20 digits of nanoseconds>_<uuid>.change`. */
export class Changelist {
  readonly #folder: string;
  #lastNanoseconds = 0n;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** In the order in which they were staged. Throws TRUST_FILE_UNUSABLE for one that cannot be read. */
  async list(): Promise<readonly StagedChange[]> {
    const names = await this.#names();
    const staged: StagedChange[] = [];
    for (const name of names) {
      const path = join(this.#folder, name);
      const file = await readTrustFile(path, limits.stagedChangeBytes);
      if (file !== undefined) staged.push({ path, change: parseChange(file.bytes, name) });
    }
    return staged;
  }

  /** On the disk, in this order, when it returns. */
  async add(changes: readonly Change[], runtime: Runtime): Promise<readonly StagedChange[]> {
    const staged: StagedChange[] = [];
    for (const change of changes) {
      const path = join(this.#folder, `${this.#nextTime(runtime)}_${randomUUID()}.change`);
      await writeTrustFile(path, formatChange(change));
      staged.push({ path, change });
    }
    return staged;
  }

  /** Files that no longer exist are ignored. */
  async remove(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    for (const path of paths) await rm(path, { force: true });
    await syncFolder(this.#folder).catch(() => undefined);
  }

  /** Readable or not; how many there were. */
  async clear(): Promise<number> {
    const names = await this.#names();
    await this.remove(names.map((name) => join(this.#folder, name)));
    return names.length;
  }

  async #names(): Promise<readonly string[]> {
    const entries = await readdir(this.#folder, { withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw toTrustFileError(error, this.#folder, 'cannot be listed');
    });
    const names = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.change')).map(({ name }) => name);
    if (names.length <= limits.stagedChanges) return names.sort();
    throw new PratiqueError('LIMIT_EXCEEDED', `${this.#folder} has ${names.length} staged changes, more than ${limits.stagedChanges}`);
  }

  /** The order of the names is the order of the changes, also of several within one millisecond. */
  #nextTime(runtime: Runtime): string {
    const now = BigInt(runtime.now().getTime()) * 1_000_000n;
    this.#lastNanoseconds = now > this.#lastNanoseconds ? now : this.#lastNanoseconds + 1n;
    return this.#lastNanoseconds.toString().padStart(20, '0');
  }
}

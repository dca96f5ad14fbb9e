import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isAsideName } from '../file/aside-name.ts';
import { makeDirectory } from '../file/make-directory.ts';
import { describeSystemError } from '../file/describe-system-error.ts';
import { systemCodeOf } from '../file/system-code-of.ts';
import { writeFileAtomically } from '../file/write-file-atomically.ts';

/**
 * Bytes by key in a folder that many processes share without locks: an entry is written aside and renamed, so that a
 * reader sees all of it or nothing; each carries its SHA-256, so that a damaged one is passed over and removed. When it
 * grows over its size the entries that were not used for longest go first.
 */
export class FileCache {
  readonly #folder: string;
  readonly #maxBytes: number;

  /** `maxBytes` bounds the folder as {@link trim} leaves it. The folder is made when something is first written. */
  constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** `undefined` when there is no such entry, it is damaged, or others may write to the folder. The buffer is the caller's own. */
  async read(key: string): Promise<Buffer | undefined> {
    if ((await this.#distrust()) !== undefined) return undefined;
    const path = this.#path(key);
    const stored = await readFile(path).catch(() => undefined);
    if (stored === undefined) return undefined;
    const content = stored.subarray(hashBytes);
    if (stored.length < hashBytes || !hashOf(content).equals(stored.subarray(0, hashBytes))) {
      await rm(path, { force: true }).catch(() => undefined);
      return undefined;
    }
    const now = new Date();
    void utimes(path, now, now).catch(() => undefined);
    return content;
  }

  /** Rejects, each time with the same message, when the folder cannot be written; nothing is left behind then. */
  async write(key: string, content: Buffer): Promise<void> {
    await this.#write(key, content).catch((cause: unknown) => {
      const code = systemCodeOf(cause);
      throw code === undefined ? cause : new Error(`${this.#folder} cannot be written: ${describeSystemError(cause)}`, { cause });
    });
  }

  async #write(key: string, content: Buffer): Promise<void> {
    makeDirectory(this.#folder, { mode: 0o700 });
    const reason = await this.#distrust();
    if (reason !== undefined) throw new Error(reason);
    await writeFileAtomically(this.#path(key), [hashOf(content), content], { mode: 0o600, sync: 'nothing' });
  }

  /** Removes what was not used for longest until the rest fits, and what a killed process left an hour ago. */
  async trim(now: Date): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    const files = (await Promise.all(names.map((name) => describe(this.#folder, name)))).filter((file) => file !== undefined);
    const abandoned = files.filter((file) => file.isAside && now.getTime() - file.usedAt > abandonedMs);
    const entries = files.filter((file) => !file.isAside).sort((a, b) => b.usedAt - a.usedAt);
    let total = 0;
    const surplus = entries.filter((file) => (total += file.bytes) > this.#maxBytes);
    await Promise.all([...abandoned, ...surplus].map((file) => rm(file.path, { force: true }).catch(() => undefined)));
  }

  /** Anyone who can write here can change results. Returns why the folder is not private. */
  async #distrust(): Promise<string | undefined> {
    const status = await lstat(this.#folder).catch(() => undefined);
    if (status === undefined) return undefined;
    if (!status.isDirectory()) return `${this.#folder} is not a directory`;
    if (process.getuid !== undefined && status.uid !== process.getuid()) return `${this.#folder} belongs to another user`;
    return process.platform !== 'win32' && (status.mode & 0o022) !== 0 ? `others may write to ${this.#folder}` : undefined;
  }

  #path(key: string): string {
    return join(this.#folder, createHash('sha256').update(key).digest('hex'));
  }
}

const hashBytes = 32;
const abandonedMs = 3_600_000;

function hashOf(content: Buffer): Buffer {
  return createHash('sha256').update(content).digest();
}

async function describe(
  folder: string,
  name: string,
): Promise<{ path: string; bytes: number; usedAt: number; isAside: boolean } | undefined> {
  const path = join(folder, name);
  const status = await stat(path).catch(() => undefined);
  return status?.isFile() === true ? { path, bytes: status.size, usedAt: status.mtimeMs, isAside: isAsideName(name) } : undefined;
}

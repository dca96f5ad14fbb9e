import { open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCodeOf } from './system-code-of.ts';

export interface FileLockOptions {
  /** Longest wait for another process to release the lock: milliseconds. */
  readonly waitMs: number;
  readonly signal?: AbortSignal;
}

/** The lock file existed for the whole wait. */
export class FileLockError extends Error {
  override readonly name = 'FileLockError';
}

/** Time between two attempts: milliseconds. */
const pollMs = 25;

/**
 * Runs `action` while this process alone holds the lock file `path`, which is created exclusively and removed afterwards. All processes that change
 * the same files must use the same path. Throws FileLockError when the wait ends. As with Git, a lock that a killed process left behind is not removed:
 * it cannot be distinguished from the lock of a process on another machine, and the error names the file to remove.
 */
export async function withFileLock<T>(path: string, { waitMs, signal }: FileLockOptions, action: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + waitMs;
  while (!(await takeLock(path))) {
    if (performance.now() >= deadline) throw new FileLockError(await describeHolder(path));
    await sleep(pollMs, undefined, signal === undefined ? {} : { signal });
  }
  try {
    return await action();
  } finally {
    await rm(path, { force: true });
  }
}

async function takeLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(`process ${process.pid} on ${hostname()} since ${new Date().toISOString()}\n`);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Bytes of a lock file that are worth showing. */
const maxShown = 200;

async function describeHolder(path: string): Promise<string> {
  const holder = await readFile(path, 'utf8').catch(() => '');
  const [line = ''] = holder.slice(0, maxShown).split('\n');
  return `${path} is held by ${line === '' ? 'another process' : line}`;
}

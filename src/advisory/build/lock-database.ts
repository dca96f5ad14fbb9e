import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';

export interface DatabaseLock extends Disposable {
  /** Throws DATABASE_BUILD_FAILED when another process took the lock because this one looked dead. Called before every step that others rely on. */
  assertHeld(): void;
}

export interface LockOptions {
  /** How long to wait for another builder. */
  readonly waitMs: number;
  /** Age of the last sign of life at which a holder on another machine counts as dead. */
  readonly staleMs: number;
}

const lockName = 'build.lock';
const pollMs = 200;

/** Only one process builds into a directory. A holder that died, seen by its process or by its silence, loses the lock. */
export async function lockDatabase(directory: string, options: LockOptions, runtime: Runtime): Promise<DatabaseLock> {
  const path = join(directory, lockName);
  const token = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  const deadline = performance.now() + options.waitMs;
  let told = false;
  while (!tryCreate(path, token)) {
    if (removeStale(path, options.staleMs)) continue;
    if (performance.now() >= deadline)
      throw new PratiqueError(
        'DATABASE_BUILD_FAILED',
        `another process is building the database in ${directory}: ${describeHolder(path)}`,
        {
          hint: `wait for it to end; if none is running, remove ${path}`,
        },
      );
    if (!told) runtime.log.info('waiting for another build of the database', { directory });
    told = true;
    await sleep(pollMs, undefined, { signal: runtime.signal }).catch((error: unknown) => {
      throw new PratiqueError('ABORTED', 'waiting for another build of the database was stopped', { cause: error });
    });
  }
  return heldLock(path, token, options.staleMs);
}

function heldLock(path: string, token: string, staleMs: number): DatabaseLock {
  const isHeld = (): boolean => readText(path) === token;
  const beat = setInterval(() => {
    if (isHeld()) touch(path);
  }, staleMs / 4).unref();
  return {
    assertHeld: () => {
      if (!isHeld()) throw new PratiqueError('DATABASE_BUILD_FAILED', `another process took over ${path}`, { hint: 'run it again' });
      touch(path);
    },
    [Symbol.dispose]: () => {
      clearInterval(beat);
      if (isHeld()) rmSync(path, { force: true });
    },
  };
}

function tryCreate(path: string, token: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o644);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(file, token);
  } finally {
    closeSync(file);
  }
  return true;
}

/**
 * Moves a dead holder's lock aside instead of removing it: of two that see the same dead holder one moves it, and the other
 * finds out by the content that it moved the first one's new lock, and puts that back.
 */
function removeStale(path: string, staleMs: number): boolean {
  const text = readText(path);
  if (text === undefined) return true;
  if (!isStale(path, text, staleMs)) return false;
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  if (readText(aside) !== text) {
    renameSync(aside, path);
    return false;
  }
  rmSync(aside, { force: true });
  return true;
}

function isStale(path: string, text: string, staleMs: number): boolean {
  const holder = parseHolder(text);
  if (holder?.host === hostname() && !isAlive(holder.pid)) return true;
  // Also for a living process of this machine: the number may be another's by now.
  try {
    return Date.now() - statSync(path).mtimeMs > staleMs;
  } catch {
    return true;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function parseHolder(text: string): { readonly pid: number; readonly host: string } | undefined {
  try {
    const holder = JSON.parse(text) as { pid?: unknown; host?: unknown };
    const { pid, host } = holder;
    return typeof pid === 'number' && typeof host === 'string' && pid > 0 ? { pid, host } : undefined;
  } catch {
    // Cut while it was being written, or not a lock file of ours: only its age can decide.
    return undefined;
  }
}

function describeHolder(path: string): string {
  const holder = parseHolder(readText(path) ?? '');
  return holder === undefined ? 'its lock file is unreadable' : `process ${holder.pid} on ${holder.host}`;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Gone: assertHeld throws before it matters.
  }
}

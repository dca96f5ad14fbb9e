import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { FileLockError, withFileLock } from './with-file-lock.ts';

describe('withFileLock', () => {
  it('runs one action at a time and removes the lock file', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'index.json.lock');
    let running = 0;
    const counts = await Promise.all(
      Array.from({ length: 8 }, () =>
        withFileLock(path, { waitMs: 60_000 }, async () => {
          running += 1;
          const seen = running;
          await sleep(5);
          running -= 1;
          return seen;
        }),
      ),
    );
    expect(counts).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(existsSync(path)).toBe(false);
  });

  it('releases the lock when the action fails', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'lock');
    await expect(withFileLock(path, { waitMs: 0 }, () => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
    expect(await withFileLock(path, { waitMs: 0 }, () => Promise.resolve('next'))).toBe('next');
  });

  it('fails after the wait, names the holder and leaves its lock file', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'lock');
    writeFileSync(path, 'process 7 on builder since 2026-11-30T12:00:00.000Z\n');
    const error = await withFileLock(path, { waitMs: 60 }, () => Promise.resolve()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FileLockError);
    expect((error as Error).message).toBe(`${path} is held by process 7 on builder since 2026-11-30T12:00:00.000Z`);
    expect(existsSync(path)).toBe(true);
  });

  it('reports a folder that does not exist as the system does', async () => {
    using folder = temporaryFolder();
    await expect(withFileLock(join(folder.path, 'missing', 'lock'), { waitMs: 0 }, () => Promise.resolve())).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  it('stops waiting when it is aborted', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'lock');
    writeFileSync(path, '');
    const abort = new AbortController();
    const waiting = withFileLock(path, { waitMs: 60_000, signal: abort.signal }, () => Promise.resolve());
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

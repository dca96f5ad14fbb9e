import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { lockDatabase } from './lock-database.ts';

const runtime = quietRuntime();
const impatient = { waitMs: 0, staleMs: 60_000 };
const host = hostname();
/** A process that ended just now. */
const deadPid = spawnSync(process.execPath, ['-e', '']).pid;

describe('lockDatabase', () => {
  it('lets one in at a time, and the next when that one is done', async () => {
    using folder = temporaryFolder();
    const order: string[] = [];
    const worker = async (name: string): Promise<void> => {
      using lock = await lockDatabase(folder.path, { waitMs: 300_000, staleMs: 600_000 }, runtime);
      order.push(`${name} in`);
      await new Promise((done) => setTimeout(done, 20));
      lock.assertHeld();
      order.push(`${name} out`);
    };
    await Promise.all(['a', 'b', 'c'].map(worker));
    expect(order.filter((_, i) => i % 2 === 0).map((line) => line.replace(' in', ' out'))).toEqual(order.filter((_, i) => i % 2 === 1));
    expect(order.length).toBe(6);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it.each([
    ['a dead process', JSON.stringify({ pid: deadPid, host }), 0, true],
    ['this living process', JSON.stringify({ pid: process.pid, host }), 0, false],
    ['a living process, silent for long', JSON.stringify({ pid: process.pid, host }), 120_000, true],
    ['another machine', JSON.stringify({ pid: deadPid, host: 'elsewhere' }), 0, false],
    ['another machine, silent for long', JSON.stringify({ pid: 1, host: 'elsewhere' }), 120_000, true],
    ['nobody yet: cut while it was written', '{"pid":', 0, false],
    ['nobody, for long', '', 120_000, true],
  ])('held by %s', async (_, content, ageMs, isTaken) => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'build.lock');
    writeFileSync(path, content);
    const then = new Date(Date.now() - ageMs);
    utimesSync(path, then, then);
    const outcome = await lockDatabase(folder.path, impatient, runtime).then(
      (lock) => (lock[Symbol.dispose](), 'taken'),
      (error: unknown) => (error as { code: string }).code,
    );
    expect(outcome).toBe(isTaken ? 'taken' : 'DATABASE_BUILD_FAILED');
    expect(existsSync(path)).toBe(!isTaken);
  });

  it('notices that it was taken over', async () => {
    using folder = temporaryFolder();
    using lock = await lockDatabase(folder.path, impatient, runtime);
    lock.assertHeld();
    writeFileSync(join(folder.path, 'build.lock'), JSON.stringify({ pid: 1, host: 'elsewhere' }));
    expect(() => lock.assertHeld()).toThrow(expect.objectContaining({ code: 'DATABASE_BUILD_FAILED' }));
  });

  it('stops waiting on abort', async () => {
    using folder = temporaryFolder();
    using held = await lockDatabase(folder.path, impatient, runtime);
    const stop = new AbortController();
    const waiting = lockDatabase(folder.path, { waitMs: 60_000, staleMs: 60_000 }, quietRuntime({ signal: stop.signal }));
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
    held.assertHeld();
  });
});

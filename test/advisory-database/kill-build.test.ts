import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchDatabase } from '../../src/advisory/store/search-database.ts';
import { verifyDatabase } from '../../src/advisory/store/database-status.ts';
import { shardFormatVersion } from '../../src/advisory/store/shard-layout.ts';
import { ensureBuilt, makeSandbox, program, runPratique } from '../support/run-pratique.ts';
import { smallFeeds, writeFeeds } from './small-feeds.ts';
import { isSlowRun } from '../support/is-slow-run.ts';

const trials = isSlowRun ? 100 : 8;
const records = 3_000;
const sandbox = makeSandbox();
const [output, ...feeds] = ['db', 'feeds-1', 'feeds-2'].map((name) => join(sandbox.work, name)) as [string, string, string];

beforeAll(() => {
  ensureBuilt();
  for (const [i, folder] of feeds.entries()) writeFeeds(folder, smallFeeds(records, i + 1));
});
afterAll(() => sandbox.dispose());

/** Builds one of the two feeds; killed after so many milliseconds, or never. */
async function build(generation: number, killAfterMs?: number): Promise<number | null> {
  const args = [program, 'db', 'build', '--quiet', '--from', feeds[generation - 1]!, '--output', output];
  const child = spawn(process.execPath, args, { cwd: sandbox.work, env: sandbox.env, stdio: 'ignore' });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  if (killAfterMs !== undefined) {
    await Promise.race([sleep(killAfterMs), ended]);
    child.kill('SIGKILL');
  }
  return ended;
}

/** Which of the two databases is there; every byte of it is checked. */
function generationThere(): number {
  verifyDatabase(output);
  const { facts } = searchDatabase(output, 'GHSA-7');
  return Number(facts[0]?.candidate.affected.ranges[0]?.fixed?.split('.')[0]);
}

describe('a build', () => {
  it(`killed at ${trials} moments leaves the old database or the new one, and the next build cleans up [258]`, async () => {
    expect(await build(1)).toBe(0);
    const started = performance.now();
    expect(await build(2)).toBe(0);
    const wholeMs = performance.now() - started;
    let there = generationThere();
    expect(there).toBe(2);
    for (let trial = 0; trial < trials; trial++) {
      const wanted = there === 1 ? 2 : 1;
      const exitCode = await build(wanted, (wholeMs * (trial + 1)) / trials);
      const now = generationThere();
      // One that ended by itself did its work; one that was killed may have just done it.
      expect(exitCode === 0 ? [wanted] : [there, wanted]).toContain(now);
      there = now;
    }
    expect(await build(1)).toBe(0);
    expect(generationThere()).toBe(1);
    expect(readdirSync(output).sort()).toEqual(['build-notes.json.gz', 'history', 'manifest.json', 'shards']);
  });

  it('waits for others that build into the same directory [257]', async () => {
    expect(await Promise.all([build(1), build(2), build(2), build(1)])).toEqual([0, 0, 0, 0]);
    expect([1, 2]).toContain(generationThere());
    expect(readdirSync(output).sort()).toEqual(['build-notes.json.gz', 'history', 'manifest.json', 'shards']);
  });

  it('that runs out of space reports it and leaves only the old database [262]', async () => {
    await build(1);
    const before = generationThere();
    // RLIMIT_FSIZE stands for a full disk: a write that would go past it fails (setrlimit(2)); Node ignores the signal that comes with it.
    const command = 'ulimit -f 40; exec "$@"';
    const words = [process.execPath, program, 'db', 'build', '--from', feeds[1], '--output', output];
    const child = spawn('bash', ['-c', command, 'bash', ...words], {
      cwd: sandbox.work,
      env: sandbox.env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const exitCode = await new Promise((done) => child.once('close', done));
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/the advisory database cannot be written to .*: the file would be larger than is allowed/);
    expect(generationThere()).toBe(before);
    expect(readdirSync(output).sort()).toEqual(['build-notes.json.gz', 'history', 'manifest.json', 'shards']);
  });
});

describe('the commands', () => {
  it('build, show, verify and search', () => {
    const db = ['--db', output];
    const update = ['db', 'update', '--from', feeds[0], ...db];
    runPratique(update, sandbox);
    const built = runPratique(update, sandbox);
    expect([built.exitCode, built.stderr]).toEqual([0, 'no feed changed since the last build\n']);
    expect(built.stdout).toContain('osv-npm         read   2026-05-01    3,000       3,000           0          0\n');
    const status = runPratique(['db', 'status', '--verify', '--format', 'json', ...db], sandbox);
    expect(JSON.parse(status.stdout)).toMatchObject({
      directory: output,
      damaged: [],
      formatVersion: shardFormatVersion,
      builtAt: '2026-05-03T00:00:00.000Z',
    });
    const found = runPratique(['db', 'search', 'cve-2026-10001', ...db], sandbox);
    expect(found.stdout.split('\n')).toEqual([
      'known to be exploited since 2026-05-02 (CISA KEV)',
      'EPSS 25.00 % within 30 days, as of 2026-05-03',
      'ADVISORY        PACKAGE    IN         AFFECTED   STATE  TITLE',
      'CVE-2026-10001  openssl    debian@12  < 3.0.9-1  fixed  made up',
      'GHSA-1          package-1  npm        < 1.0.1    fixed  package-1 is wrong',
      '',
    ]);
    const absent = runPratique(['db', 'search', 'left-pad', ...db], sandbox);
    expect([absent.exitCode, absent.stdout]).toEqual([0, 'no advisory or package found for left-pad\n']);
  });

  it.each([
    ['db build', 'db build needs --from and --output', 2],
    ['db build --from /nowhere --output x', '--from: /nowhere is not a folder', 2],
    ['db build --from . --output x --only npm,cobol', '--only: "cobol" is not an ecosystem', 2],
    ['db build --from . --output x', 'no advisories were read: no feeds found', 3],
    ['db status --db nowhere', 'no advisory database in nowhere', 3],
    ['db search CVE-2026-1 --db nowhere', 'no advisory database in nowhere', 3],
  ])('%s', (line, message, exitCode) => {
    const ended = runPratique(line.split(' '), sandbox);
    expect([ended.exitCode, ended.stdout]).toEqual([exitCode, '']);
    expect(ended.stderr).toContain(message);
  });
});

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { advisorySources, enrichmentSources } from '../../src/advisory/advisory-sources.ts';
import { openLocalStore } from '../../src/advisory/local/open-local-store.ts';
import { type OpenedAdvisories } from '../../src/advisory/local/opened-advisories.ts';
import { sliceOf } from '../../src/advisory/local/slice.ts';
import { verifyDatabase } from '../../src/advisory/store/database-status.ts';
import { type AdvisoryKey } from '../../src/model/advisory.ts';
import { PratiqueError } from '../../src/model/pratique-error.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { isSlowRun } from '../support/is-slow-run.ts';
import { ensureBuilt, makeSandbox, program, runPratique } from '../support/run-pratique.ts';
import { smallFeeds, writeFeeds } from './small-feeds.ts';

const flips = isSlowRun ? 1_000 : 60;
const kills = isSlowRun ? 1_000 : 8;
const sandbox = makeSandbox();
const folder = join(sandbox.work, 'feeds');
const root = join(sandbox.work, 'advisories');
const npm = sliceOf('npm', undefined)!;
beforeAll(() => {
  ensureBuilt();
  writeFeeds(folder, smallFeeds(300, 1));
});
afterAll(() => sandbox.dispose());

function open(): Promise<OpenedAdvisories> {
  const sources = () => Promise.resolve({ advisory: advisorySources, enrichment: enrichmentSources });
  return openLocalStore([npm], { root, feeds: { folder, cache: folder }, sources, toolVersion: '0.0.0' }, quietRuntime());
}

const keys: readonly AdvisoryKey[] = Array.from({ length: 300 }, (_, at) => ({ ecosystem: 'npm', name: `package-${at}` }));

/** Everything that a scan may ask, or `damaged`. */
async function ask({ store }: OpenedAdvisories): Promise<string> {
  try {
    const facts = [...(await store.find(keys))].map(([key, known]) => [key, known.all().map(({ advisory, affected }) => [advisory, advisory.title, affected])]);
    return JSON.stringify([store.kind, facts, [...(await store.enrich(['CVE-2026-10001']))]]);
  } catch (error) {
    if (error instanceof PratiqueError && error.code === 'DATABASE_DAMAGED') return 'damaged';
    throw error;
  }
} // prettier-ignore

it(`answers the same or sees the damage, and heals, after a bit was flipped at ${flips} places of the store`, async () => {
  const first = await open();
  const expected = await ask(first);
  await first.store[Symbol.asyncDispose]();
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const total = files.reduce((bytes, file) => bytes + readFileSync(file).length, 0);
  let seen = 0;
  for (let trial = 0; trial < flips; trial++) {
    flip(files, Math.floor((total * (trial + 0.5)) / flips), trial % 8);
    const opened = await open();
    const answer = await ask(opened);
    if (answer === 'damaged') {
      seen++;
      opened.noteDamage?.();
    }
    await opened.store[Symbol.asyncDispose]();
    expect([expected, 'damaged'], `trial ${trial}`).toContain(answer);
    const healed = await open();
    expect((await ask(healed)) === expected, `after trial ${trial}`).toBe(true);
    await healed.store[Symbol.asyncDispose]();
  }
  expect(seen).toBeGreaterThan(0);
});

function flip(files: readonly string[], at: number, bit: number): void {
  let start = 0;
  for (const file of files) {
    const bytes = readFileSync(file);
    if (at < start + bytes.length) {
      bytes[at - start]! ^= 1 << bit;
      writeFileSync(file, bytes);
      return;
    }
    start += bytes.length;
  }
}

it(`killed at ${kills} moments of an update, a scan finds the old advisories or the new ones`, async () => {
  const cache = join(sandbox.work, 'cache');
  const env = { ...sandbox.env, PRATIQUE_CACHE_DIR: cache, PRATIQUE_SKIP_DB_UPDATE: '0' };
  const sbom = join(sandbox.work, 'sbom.json');
  writeFileSync(sbom, JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components: [{ type: 'library', name: 'package-7', version: '1.0.1', purl: 'pkg:npm/package-7@1.0.1' }] })); // prettier-ignore
  const feedsOf = [1, 2].map((generation) => join(sandbox.work, `feeds-${generation}`));
  for (const [at, path] of feedsOf.entries()) writeFeeds(path, smallFeeds(2_000, at + 1));
  const run = async (words: readonly string[], generation: number, killAfterMs?: number): Promise<number | null> => {
    const child = spawn(process.execPath, [program, ...words], { cwd: sandbox.work, env: { ...env, PRATIQUE_FEEDS: feedsOf[generation - 1]! }, stdio: 'ignore' });
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    if (killAfterMs !== undefined) await Promise.race([sleep(killAfterMs), ended]);
    if (killAfterMs !== undefined) child.kill('SIGKILL');
    return ended;
  }; // prettier-ignore
  await run(['scan', sbom], 1);
  const started = performance.now();
  await run(['db', 'update'], 2);
  const wholeMs = performance.now() - started;
  for (let trial = 0; trial < kills; trial++) {
    await run(['db', 'update'], (trial % 2) + 1, (wholeMs * ((trial % 50) + 1)) / Math.min(kills, 50));
    verifyDatabase(join(cache, 'advisories', 'npm'));
    const { exitCode, stdout } = runPratique(['scan', sbom, '--skip-db-update', '--format', 'json'], sandbox, { env });
    const { findings } = (JSON.parse(stdout) as { reports: { findings: { fixedVersion?: string }[] }[] }).reports[0]!;
    expect([exitCode, findings.every(({ fixedVersion }) => /^[12]\.0\./.test(fixedVersion ?? ''))]).toEqual([0, true]);
    expect(findings.length).toBeGreaterThan(0);
  }
  expect(await run(['db', 'update'], 2)).toBe(0);
});

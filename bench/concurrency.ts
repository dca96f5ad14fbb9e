import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sampleImage } from '../src/cli/scan/sample/sample-image.ts';
import { reportFigure } from './support/figure.ts';
import { realImage } from './support/real-inputs.ts';

/** What many scans at once on one cache cost beside the same scans one after another, and whether all of them agree. */
const processes = 32;
const work = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
try {
  const target = realImage('debian-min') ?? writeSample();
  const cache = (name: string | number): string => join(work, `cache-${name}`);
  const at = Array.from({ length: processes }, (_, index) => index);
  const together = await timeScans(target, (scan) => Promise.all(at.map(() => scan(cache('shared')))));
  const togetherWarm = await timeScans(target, (scan) => Promise.all(at.map(() => scan(cache('shared')))));
  const inTurn = await timeScans(target, (scan) => oneByOne(at.map((each) => () => scan(cache(each)))));
  const inTurnWarm = await timeScans(target, (scan) => oneByOne(at.map((each) => () => scan(cache(each)))));
  const all = [together, togetherWarm, inTurn, inTurnWarm].flatMap(({ reports }) => reports);
  const [expected] = inTurn.reports;
  const failures = all.filter((report) => report === undefined || report !== expected).length;
  reportFigure({ name: 'concurrency: failed or different scans', value: failures, unit: `of ${all.length}`, atMost: 0 });
  reportFigure({ name: 'concurrency: 32 at once, one empty cache', value: together.elapsedMs / inTurn.elapsedMs, unit: '× in turn' });
  reportFigure({ name: 'concurrency: 32 at once, warm cache', value: togetherWarm.elapsedMs / inTurnWarm.elapsedMs, unit: '× in turn' });
} finally {
  rmSync(work, { recursive: true });
}

type Scan = (cacheDirectory: string) => Promise<string | undefined>;

async function timeScans(
  target: string,
  run: (scan: Scan) => Promise<readonly (string | undefined)[]>,
): Promise<{ readonly elapsedMs: number; readonly reports: readonly (string | undefined)[] }> {
  const started = performance.now();
  const reports = await run((cacheDirectory) => scanOnce(target, cacheDirectory));
  const elapsedMs = performance.now() - started;
  process.stdout.write(`${(elapsedMs / 1_000).toFixed(1)} s for ${reports.length}\n`);
  return { elapsedMs, reports };
}

async function oneByOne(scans: readonly (() => Promise<string | undefined>)[]): Promise<readonly (string | undefined)[]> {
  const reports: (string | undefined)[] = [];
  for (const scan of scans) reports.push(await scan());
  return reports;
}

/** The report without its times; `undefined` when the scan failed. */
async function scanOnce(target: string, cacheDirectory: string): Promise<string | undefined> {
  // A separate home directory, so that no database of this machine is used.
  const env = { ...process.env, HOME: work, PRATIQUE_CACHE_DIR: cacheDirectory };
  const child = spawn(process.execPath, ['dist/pratique.js', 'scan', target, '--format', 'json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [[exitCode], stdout] = await Promise.all([once(child, 'close') as Promise<[number | null]>, text(child.stdout)]);
  if (exitCode !== 0 && exitCode !== 4) return undefined;
  return JSON.stringify(
    JSON.parse(stdout, (key, value: unknown) => (/^(startedAt|durationMs|generatedAt)$/.test(key) ? undefined : value)),
  );
}

function writeSample(): string {
  const path = join(work, 'sample.tar');
  writeFileSync(path, sampleImage());
  return path;
}

import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readManifest } from '../../src/advisory/store/database-manifest.ts';
import { PratiqueError } from '../../src/model/pratique-error.ts';
import { readUsage, usageReporter } from '../../test/support/usage.ts';

/** A folder of feeds in the layout that `db build` reads. */
export const feedsFolder = process.env['PRATIQUE_BENCH_FEEDS'] ?? '/var/tmp/feeds';

/** Where bench/database.ts leaves the database of all feeds for the other benches. */
export const benchDatabase = join(tmpdir(), 'pratique-bench-database');

export interface DatabaseRun {
  readonly seconds: number;
  readonly peakMegabytes: number;
}

/** Builds it with the built program, in a process of its own. */
export function buildBenchDatabase(output: string): DatabaseRun {
  const usageFile = `${output}.usage`;
  const usage = usageReporter(usageFile);
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [...usage.execArgv, 'dist/pratique.js', 'db', 'build', '--quiet', '--from', feedsFolder, '--output', output],
    { env: { ...process.env, ...usage.env }, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (status !== 0) throw new Error(`db build ended with ${String(status)}: ${stderr}`);
  return { seconds: (performance.now() - started) / 1_000, peakMegabytes: readUsage(usageFile).peakMemoryMb };
}

export function ensureBenchDatabase(): string {
  if (!isUsable()) {
    rmSync(benchDatabase, { recursive: true, force: true });
    buildBenchDatabase(benchDatabase);
  }
  return benchDatabase;
}

/** One of another format version is not. */
function isUsable(): boolean {
  try {
    readManifest(benchDatabase);
    return true;
  } catch (error) {
    if (error instanceof PratiqueError) return false;
    throw error;
  }
}

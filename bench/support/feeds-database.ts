import { spawnSync } from 'node:child_process';
import { constants, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** Builds it again over itself, from feeds of which one zip archive has other bytes. */
export function rebuildBenchDatabase(output: string, changed: string): DatabaseRun {
  const folder = mkdtempSync(join(tmpdir(), 'pratique-bench-feeds-'));
  try {
    cpSync(feedsFolder, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
    // A comment at the end, whose length the last two bytes say (APPNOTE, 4.3.16).
    const archive = readFileSync(join(folder, changed));
    archive.writeUInt16LE(1, archive.length - 2);
    writeFileSync(join(folder, changed), Buffer.concat([archive, Buffer.from(' ')]));
    return buildBenchDatabase(output, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Builds it with the built program, in a process of its own. */
export function buildBenchDatabase(output: string, from = feedsFolder): DatabaseRun {
  const usageFile = `${output}.usage`;
  const usage = usageReporter(usageFile);
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [...usage.execArgv, 'dist/pratique.js', 'db', 'build', '--quiet', '--from', from, '--output', output],
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

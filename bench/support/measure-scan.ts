import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface MeasuredScan {
  readonly elapsedMs: number;
  readonly peakMemoryMb: number;
  readonly stdout: string;
}

/** One scan of the built program in a process of its own. */
export function measureScan(args: readonly string[], cacheDirectory?: string): MeasuredScan {
  const home = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
  try {
    const peak = join(home, 'peak');
    const cache = cacheDirectory === undefined ? ['--no-cache'] : ['--cache-dir', cacheDirectory];
    const env = { ...process.env, HOME: home, PRATIQUE_TEST_PEAK: peak };
    const started = performance.now();
    const run = spawnSync(
      process.execPath,
      ['--import', resolve('test/support/report-peak-memory.mjs'), 'dist/pratique.js', 'scan', ...args, ...cache],
      { env, encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    const elapsedMs = performance.now() - started;
    if (run.status !== 0 && run.status !== 4) throw new Error(`scan ${args.join(' ')} ended with ${String(run.status)}: ${run.stderr}`);
    return { elapsedMs, peakMemoryMb: Number(readFileSync(peak, 'utf8')) / 1024, stdout: run.stdout };
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** Wall time of a command whose output nobody wants: milliseconds. */
export function timeCommand(argv: readonly string[]): number {
  const started = performance.now();
  const run = spawnSync(argv[0]!, argv.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
  if (run.status !== 0) throw new Error(`${argv.join(' ')} ended with ${String(run.status)}`);
  return performance.now() - started;
}

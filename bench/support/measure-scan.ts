import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readUsage, usageReporter, type Usage } from '../../test/support/usage.ts';

export interface MeasuredRun extends Usage {
  readonly elapsedMs: number;
  readonly stdout: string;
}

/** One scan of the built program in a process of its own. */
export function measureScan(args: readonly string[], cacheDirectory?: string): MeasuredRun {
  const cache = cacheDirectory === undefined ? ['--no-cache'] : ['--cache-dir', cacheDirectory];
  return measureNode(['dist/pratique.js', 'scan', ...args, ...cache], [0, 4]);
}

/** One run of a Node program, which must end with one of the exit codes. */
export function measureNode(argv: readonly string[], exitCodes: readonly number[] = [0]): MeasuredRun {
  const home = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
  try {
    const usageFile = join(home, 'usage');
    const usage = usageReporter(usageFile);
    const started = performance.now();
    const run = spawnSync(process.execPath, [...usage.execArgv, ...argv], {
      env: { ...process.env, HOME: home, ...usage.env },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const elapsedMs = performance.now() - started;
    if (!exitCodes.includes(run.status ?? -1)) throw new Error(`${argv.join(' ')} ended with ${String(run.status)}: ${run.stderr}`);
    return { elapsedMs, ...readUsage(usageFile), stdout: run.stdout };
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** Wall time of a command whose output is discarded: milliseconds. */
export function timeCommand(argv: readonly string[]): number {
  const started = performance.now();
  const run = spawnSync(argv[0]!, argv.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
  if (run.status !== 0) throw new Error(`${argv.join(' ')} ended with ${String(run.status)}`);
  return performance.now() - started;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportFigure } from './support/figure.ts';
import { measureScan } from './support/measure-scan.ts';
import { databaseArguments, realImage } from './support/real-inputs.ts';
import { median } from './support/time-processes.ts';

/**
 * What it takes to follow the entrypoint, over a scan of the same image from a warm cache: processor time, which a busy machine stretches less
 * than the clock.
 */
const database = databaseArguments();
const work = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
try {
  for (const [name, atMost] of [
    ['node-app', 0.3],
    ['big', 1.5],
  ] as const) {
    const layout = realImage(name);
    if (layout !== undefined) measure(name, layout, atMost);
  }
} finally {
  rmSync(work, { recursive: true });
}

function measure(name: string, layout: string, atMost: number): void {
  const cache = join(work, name);
  const processor = (...more: readonly string[]): number =>
    measureScan([layout, ...database, '--scanners', 'vuln', ...more], cache).processorMs;
  // The first run of each fills the cache.
  const [cold] = [processor('--reach'), processor()];
  const rounds = Array.from({ length: 5 }, () => [processor(), processor('--reach')] as const);
  const [plain, followed] = [median(rounds.map(([each]) => each)), median(rounds.map(([, each]) => each))];
  process.stdout.write(
    `${name}: scan ${plain.toFixed(0)} ms, with --reach ${followed.toFixed(0)} ms, from no cache ${cold.toFixed(0)} ms\n`,
  );
  reportFigure({ name: `reach: ${name}, over a warm scan`, value: (followed - plain) / 1000, unit: 's of processor', atMost });
}

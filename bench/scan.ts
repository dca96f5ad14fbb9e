import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportFigure } from './support/figure.ts';
import { measureScan, timeCommand } from './support/measure-scan.ts';
import { databaseArguments, realImage } from './support/real-inputs.ts';
import { timeProcesses } from './support/time-processes.ts';

/** How long a scan takes beside what anybody's tools take for less: inflating and listing the layers, and starting Node. */
const database = databaseArguments();
const work = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
try {
  measureBig();
  measureSmall();
} finally {
  rmSync(work, { recursive: true });
}

function measureBig(): void {
  const big = realImage('big');
  if (big === undefined) return;
  const list = join(work, 'list.sh');
  writeFileSync(
    list,
    `set -e\n${layersOf(big)
      .map((blob) => `gzip -dc ${blob} | tar -t`)
      .join('\n')}\n`,
  );
  // Once each for the page cache, then in turns.
  timeCommand(['sh', list]);
  const listing: number[] = [];
  const scanning: number[] = [];
  let peakMemoryMb = 0;
  for (let round = 0; round < 3; round++) {
    listing.push(timeCommand(['sh', list]));
    const scan = measureScan([big, ...database]);
    scanning.push(scan.elapsedMs);
    peakMemoryMb = Math.max(peakMemoryMb, scan.peakMemoryMb);
  }
  reportFigure({ name: 'scan: big, cold', value: median(scanning) / median(listing), unit: '× gzip -dc | tar -t', atMost: 0.4 });
  reportFigure({ name: 'scan: big, cold, peak memory', value: peakMemoryMb, unit: 'MB', atMost: 250 });
  const cache = join(work, 'cache');
  measureScan([big, ...database], cache);
  measureAgainstNode('scan: big, warm', [big, ...database, '--cache-dir', cache], 8);
}

function measureSmall(): void {
  const small = realImage('debian-min');
  if (small !== undefined) measureAgainstNode('scan: debian-min, cold', [small, ...database, '--no-cache'], 20);
}

function measureAgainstNode(name: string, args: readonly string[], atMost: number): void {
  const node = process.execPath;
  const times = timeProcesses(
    { bare: { argv: [node, '-e', '0'] }, scan: { argv: [node, 'dist/pratique.js', 'scan', ...args], exitCodes: [0, 4] } },
    15,
  );
  process.stdout.write(`${name}: ${times.scan.toFixed(0)} ms, node -e 0: ${times.bare.toFixed(1)} ms\n`);
  reportFigure({ name, value: times.scan / times.bare, unit: '× node', atMost });
}

function layersOf(layout: string): readonly string[] {
  const blob = (digest: string): string => join(layout, 'blobs/sha256', digest.slice(7));
  const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { manifests: { digest: string }[] };
  const manifest = JSON.parse(readFileSync(blob(index.manifests[0]!.digest), 'utf8')) as { layers: { digest: string }[] };
  return manifest.layers.map(({ digest }) => blob(digest));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

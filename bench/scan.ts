import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fileLike } from '../test/support/file-like-bytes.ts';
import { writeRawLayout } from '../test/support/raw-layout.ts';
import { tarOf } from '../test/support/tar-builder.ts';
import { reportFigure } from './support/figure.ts';
import { measureNode, measureScan, timeCommand, type MeasuredRun } from './support/measure-scan.ts';
import { databaseArguments, realImage } from './support/real-inputs.ts';
import { median, timeProcesses } from './support/time-processes.ts';

/**
 * What a scan takes: beside the least that it could take (`support/floor.mjs`: inflating and hashing the layers on every core, measured in the same
 * run, so that figures hold on every machine), beside `gzip -dc | tar -t`, and beside starting Node.
 */
const database = databaseArguments();
const work = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
try {
  measureCold('generated', makeLayout(), { rounds: 9, atMostMb: 80 });
  for (const [name, limits] of [
    ['debian-min', { rounds: 9, atMostMb: 80 }],
    ['node-app', { rounds: 9, atMostMb: 90 }],
    ['big', { rounds: 3, atMostMb: 250 }],
  ] as const) {
    const layout = realImage(name);
    if (layout !== undefined) measureCold(name, layout, limits);
  }
  const [small, big] = [realImage('debian-min'), realImage('big')];
  if (big !== undefined) measureBesideTar(big);
  if (small !== undefined) measureAgainstNode('scan: debian-min, cold', [small, ...database, '--no-cache'], 20);
  if (small !== undefined) measureWarm('debian-min', small, 4);
  if (big !== undefined) measureWarm('big', big, 8);
} finally {
  rmSync(work, { recursive: true });
}

/** Scan and floor take turns, so that a slow moment of the machine meets both. */
function measureCold(name: string, layout: string, { rounds, atMostMb }: { readonly rounds: number; readonly atMostMb: number }): void {
  const blobs = layersOf(layout);
  const scans: MeasuredRun[] = [];
  const floors: MeasuredRun[] = [];
  // The first round fills the page cache.
  for (let round = 0; round <= rounds; round++) {
    const measured = [measureNode(['bench/support/floor.mjs', ...blobs]), measureScan([layout, ...database])] as const;
    if (round === 0) continue;
    floors.push(measured[0]);
    scans.push(measured[1]);
  }
  const ratio = (of: (run: MeasuredRun) => number): number => median(scans.map(of)) / median(floors.map(of));
  const ms = (runs: readonly MeasuredRun[], of: (run: MeasuredRun) => number): string => `${median(runs.map(of)).toFixed(0)} ms`;
  for (const [what, of] of [
    ['wall', (run: MeasuredRun) => run.elapsedMs],
    ['processor', (run: MeasuredRun) => run.processorMs],
  ] as const)
    process.stdout.write(`${name}, ${what}: scan ${ms(scans, of)}, floor ${ms(floors, of)}\n`);
  reportFigure({ name: `scan: ${name}, cold, wall time`, value: ratio((run) => run.elapsedMs), unit: '× floor' });
  reportFigure({ name: `scan: ${name}, cold, processor time`, value: ratio((run) => run.processorMs), unit: '× floor', atMost: 3 });
  const peak = Math.max(...scans.map(({ peakMemoryMb }) => peakMemoryMb));
  reportFigure({ name: `scan: ${name}, cold, peak memory`, value: peak, unit: 'MB', atMost: atMostMb });
}

function measureBesideTar(layout: string): void {
  const list = join(work, 'list.sh');
  const commands = layersOf(layout).map((blob) => `gzip -dc ${blob} | tar -t`);
  writeFileSync(list, `set -e\n${commands.join('\n')}\n`);
  timeCommand(['sh', list]);
  const rounds = [1, 2, 3].map(() => [timeCommand(['sh', list]), measureScan([layout, ...database]).elapsedMs] as const);
  const [listing, scanning] = [median(rounds.map(([each]) => each)), median(rounds.map(([, each]) => each))];
  reportFigure({ name: 'scan: big, cold', value: scanning / listing, unit: '× gzip -dc | tar -t', atMost: 0.4 });
}

function measureWarm(name: string, layout: string, atMost: number): void {
  const cache = join(work, `cache-${name}`);
  measureScan([layout, ...database], cache);
  measureAgainstNode(`scan: ${name}, warm`, [layout, ...database, '--cache-dir', cache], atMost);
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

/** Three layers of 40 MB that compress as files do, for machines without the real images. */
function makeLayout(): string {
  const layers = [1, 2, 3].map((layer) => {
    const files = Array.from({ length: 200 }, (_, at) => ({
      name: `usr/lib/part${layer}/file${at}`,
      content: fileLike(200_000, layer * 1000 + at),
    }));
    return { blob: gzipSync(tarOf({ name: 'etc/os-release', content: 'ID=debian\nVERSION_ID="12"\n' }, ...files)) };
  });
  const folder = join(work, 'generated');
  mkdirSync(folder);
  return writeRawLayout(folder, { layers });
}

function layersOf(layout: string): readonly string[] {
  const blob = (digest: string): string => join(layout, 'blobs/sha256', digest.slice(7));
  const index = JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { manifests: { digest: string }[] };
  const manifest = JSON.parse(readFileSync(blob(index.manifests[0]!.digest), 'utf8')) as { layers: { digest: string }[] };
  return manifest.layers.map(({ digest }) => blob(digest));
}

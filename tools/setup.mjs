/**
 * Brings a checkout to the point where it runs: installs when the lock file is newer than what is installed, builds when
 * the sources are not what was built. Plain Node, no libraries, quiet unless something happens.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const installStamp = join(root, 'node_modules/.pratique-stamp');
const buildStamp = join(root, 'dist/.stamp');
const typesStamp = join(root, 'dist/types/.stamp');

/** `what.types` also writes the library's declarations, which only packing needs. */
export async function setup(what = {}) {
  requireNode();
  install();
  await build();
  if (what.types === true) buildTypes();
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node ${process.versions.node} is too old; try: Node 20.19 or newer`);
}

function install() {
  const lock = join(root, 'package-lock.json');
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (readIfThere(installStamp) === wanted) return;
  const marker = join(root, 'node_modules/.package-lock.json');
  const isInstalled = existsSync(marker) && statSync(marker).mtimeMs >= statSync(lock).mtimeMs;
  if (!isInstalled) step('installing', () => run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']));
  writeFileSync(installStamp, wanted);
}

async function build() {
  const wanted = hashSources();
  if (readIfThere(buildStamp) === wanted) return;
  const { buildDist } = await import('./build.mjs');
  await step('building', () => buildDist(root, wanted)).catch((error) => fail(`the build failed: ${error.message}`));
}

function buildTypes() {
  const wanted = hashSources();
  if (readIfThere(typesStamp) === wanted) return;
  const declarations = join('dist', 'types', 'index.d.ts');
  const options = ['--project', 'tsconfig.json', '--no-check', '--no-banner', '--silent', '--export-referenced-types=false'];
  const bundler = 'node_modules/dts-bundle-generator/dist/bin/dts-bundle-generator.js';
  step('writing declarations', () => run(process.execPath, [bundler, ...options, '--out-file', declarations, 'src/index.ts']));
  writeFileSync(typesStamp, wanted);
}

/** Content, not times: a clone, a checkout and a copy have the same sources and other times. */
function hashSources() {
  const hash = createHash('sha256');
  for (const file of [
    ...listFiles('src'),
    ...listFiles('web'),
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tools/build.mjs',
    'tools/build-web.mjs',
    'tools/bundled-sbom.mjs',
  ])
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function listFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|json|css|html)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function step(what, work) {
  const start = performance.now();
  const done = () => process.stderr.write(`pratique: ${what}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  process.stderr.write(`pratique: ${what} …\n`);
  const result = work();
  return result instanceof Promise ? result.then(done) : done();
}

function run(command, args) {
  // npm is a script on Windows, which only its own Node entry starts without a shell.
  const isNpm = command === 'npm' && process.env.npm_execpath !== undefined;
  const [file, argv] = isNpm ? [process.execPath, [process.env.npm_execpath, ...args]] : [command, args];
  const { status, error } = spawnSync(file, argv, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) fail(`${command} ${args.join(' ')} failed${error === undefined ? '' : `: ${error.message}`}`);
}

function fail(message) {
  process.stderr.write(`pratique: ${message}\n`);
  process.exit(3);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  await setup({ types: process.argv.includes('--types') });

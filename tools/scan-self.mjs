/**
 * `npm run scan:self [-- --feeds FOLDER]`: scans what the package carries with the package itself, and fails on critical and high findings
 * that have a fix. `--feeds`: a folder laid out as the publishers serve their feeds; without it the built-in advisories answer.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { listBundledLibraries } from './bundled-sbom.mjs';
import { setup } from './setup.mjs';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { feeds: { type: 'string' } } });
await setup();
const work = mkdtempSync(join(tmpdir(), 'pratique-self-'));
process.exitCode = scanSelf();
rmSync(work, { recursive: true, force: true });

function scanSelf() {
  const libraries = listBundledLibraries(JSON.parse(readFileSync(join(root, 'dist/sbom.cdx.json'), 'utf8')));
  writeInstalled(join(work, 'bundle'), libraries);
  const database = values.feeds === undefined ? [] : ['--db', buildDatabase(values.feeds)];
  const report = join(work, 'report.json');
  const gate = ['--severity', 'critical,high', '--ignore-unfixed', '--exit-code', '1'];
  const status = pratique(['scan', `dir:${join(work, 'bundle')}`, ...gate, ...database, '--output', `json=${report}`]);
  if (!existsSync(report)) return status || 3;
  const [{ packages }] = JSON.parse(readFileSync(report, 'utf8')).reports;
  const missing = libraries.filter(({ name, version }) => !packages.some((found) => found.name === name && found.version === version));
  for (const { name, version } of missing) process.stderr.write(`scan:self: the scan did not find the bundled ${name} ${version}\n`);
  process.stdout.write(
    `scan:self: ${libraries.length - missing.length} of ${libraries.length} bundled libraries scanned, exit code ${status}\n`,
  );
  return missing.length > 0 ? 1 : status;
}

/** The bundle as npm would install it: what a scan of the bundle itself cannot see, because bundling leaves no package.json. */
function writeInstalled(folder, libraries) {
  for (const { name, version, license } of libraries) {
    const home = join(folder, 'node_modules', `${name}`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), JSON.stringify({ name, version, license, main: 'index.js' }));
    writeFileSync(join(home, 'index.js'), '');
  }
}

function buildDatabase(feeds) {
  const database = join(work, 'db');
  if (pratique(['db', 'build', '--from', feeds, '--only', 'npm', '--output', database]) !== 0) throw new Error(`no database from ${feeds}`);
  return database;
}

function pratique(args) {
  return spawnSync(process.execPath, [join(root, 'dist/pratique.js'), ...args], { stdio: 'inherit' }).status ?? 3;
}

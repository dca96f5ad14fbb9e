/**
 * Builds the advisory database, judges it, signs it, publishes it, and reads it back as a client. What `.github/workflows/advisories.yml` runs each day; the same on any
 * machine:
 *
 *   node tools/publish-advisories.mjs --repository DIRECTORY --keys DIRECTORY [--from FEEDS] [--database DIRECTORY] [--push IMAGE] [--insecure] [--check-at PLACE]
 *
 * `--database` is kept from day to day: a source that fails or shrinks keeps its last good data. Nothing is published unless everything before has passed.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    repository: { type: 'string' },
    keys: { type: 'string' },
    from: { type: 'string' },
    database: { type: 'string', default: 'advisory-database' },
    push: { type: 'string' },
    insecure: { type: 'boolean', default: false },
    'check-at': { type: 'string' },
  },
});
const { repository, keys, from, database, push } = values;
if (repository === undefined || keys === undefined) stop('--repository and --keys are needed', 2);

function stop(message, code = 1) {
  process.stderr.write(`publish-advisories: ${message}\n`);
  process.exit(code);
}

/** Exit code 4 of a build says that a source failed and its last good data stays: the gate decides about that. */
function run(what, words, { accepts = [0] } = {}) {
  process.stdout.write(`── ${what}\n`);
  const { status } = spawnSync(process.execPath, words, { cwd: process.cwd(), stdio: 'inherit' });
  if (!accepts.includes(status)) stop(`${what} failed (exit code ${status}); nothing was published after it`);
}

const pratique = join(root, 'dist/pratique.js');
const work = mkdtempSync(join(tmpdir(), 'pratique-publish-'));
try {
  // Built beside the one of yesterday, so that a database that is refused is not what tomorrow's is compared with.
  const next = join(work, 'database');
  const hasLast = existsSync(join(database, 'manifest.json'));
  if (hasLast) cpSync(database, next, { recursive: true });
  if (from === undefined) run('build from the publishers’ feeds', [pratique, 'db', 'update', '--all', '--db', next], { accepts: [0, 4] });
  else run(`build from ${from}`, [pratique, 'db', 'build', '--from', from, '--output', next], { accepts: [0, 4] });
  run('quality gate', [join(root, 'tools/advisory-gate.mjs'), next, ...(hasLast ? [database] : [])]);
  const registry = push === undefined ? [] : ['--push', push, ...(values.insecure ? ['--insecure'] : [])];
  run('sign and publish', [pratique, 'db', 'repo', 'publish', repository, '--db', next, '--keys', keys, ...registry]);
  const image = join(root, 'tools/advisory-labels/node-app.cdx.json');
  const first = join(repository, 'metadata/1.root.json');
  const places = [
    repository,
    ...(push === undefined ? [] : [`oci:${push}`]),
    ...(values['check-at'] === undefined ? [] : [values['check-at']]),
  ];
  for (const [at, place] of places.entries())
    run(`read back from ${place}`, [
      pratique,
      'cves',
      `sbom:${image}`,
      '--db-repository',
      place,
      '--db-root',
      first,
      '--cache-dir',
      join(work, `client-${at}`),
      '--allow-incomplete',
      '--format',
      'json',
      '--output',
      join(work, `report-${at}.json`),
      ...(values.insecure ? ['--insecure'] : []),
    ]);
  rmSync(database, { recursive: true, force: true });
  try {
    renameSync(next, database);
  } catch {
    cpSync(next, database, { recursive: true });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/**
 * The quality gate of a database before it is signed. `node tools/advisory-gate.mjs NEW [OLD]` compares two databases (directories) and the labelled images of
 * `tools/advisory-labels`; it prints every figure, and exits with 1 if the new database is worse than it may be.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = join(import.meta.dirname, '..');
/** Share of its advisories that a source may lose, and of all facts that a database may. */
const mostLost = { source: 0.05, all: 0.02 };
/** Releases with fewer facts come and go. */
const smallShard = 100;
/** How far the mean of precision and recall may fall. */
const mostF1Lost = 0.005;

/** What is wrong with `after` in comparison with `before`: lines for people. */
export function compareManifests(before, after) {
  const faults = [];
  const now = new Map(after.sources.map((source) => [source.id, source]));
  for (const source of after.sources) if (source.status === 'failed') faults.push(`${source.id} failed and has no data`);
  for (const source of before?.sources ?? []) {
    const next = now.get(source.id);
    if (source.advisories === 0) continue;
    if (next === undefined) faults.push(`${source.id} is gone; it had ${source.advisories} advisories`);
    else if (next.advisories < source.advisories * (1 - mostLost.source))
      faults.push(`${source.id} fell from ${source.advisories} to ${next.advisories} advisories`);
  }
  for (const { name, rows } of before?.shards ?? []) {
    if (rows < smallShard) continue;
    const next = after.shards.find((shard) => shard.name === name);
    if (next === undefined) faults.push(`shard ${name} is gone; it had ${rows} facts`);
  }
  const [old, fresh] = [before, after].map((manifest) => (manifest?.shards ?? []).reduce((total, { rows }) => total + rows, 0));
  if (fresh < old * (1 - mostLost.all)) faults.push(`the database fell from ${old} to ${fresh} facts`);
  return faults;
}

/** Precision and recall of findings against labels: pairs of package and CVE that are known to be affected, and known not to be. */
export function scoreFindings(found, { affected, notAffected }) {
  const hits = affected.filter((label) => found.has(label)).length;
  const wrong = notAffected.filter((label) => found.has(label)).length;
  const precision = hits + wrong === 0 ? 0 : hits / (hits + wrong);
  const recall = affected.length === 0 ? 1 : hits / affected.length;
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function scan(sbom, database) {
  const cache = mkdtempSync(join(tmpdir(), 'pratique-gate-'));
  try {
    const words = [
      'dist/pratique.js',
      'scan',
      `sbom:${sbom}`,
      '--db',
      database,
      '--cache-dir',
      cache,
      '--scanners',
      'vuln',
      '--format',
      'json',
      '--allow-incomplete',
      '--quiet',
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (status !== 0) throw new Error(`scanning ${sbom} failed (exit code ${status}): ${stderr.trim()}`);
    const { packages, findings } = JSON.parse(stdout).reports[0];
    const names = new Map(packages.map(({ id, name }) => [id, name]));
    return new Set(
      findings.flatMap(({ id, aliases, package: { id: packageId }, otherPackageIds }) =>
        [packageId, ...otherPackageIds].flatMap((of) => [id, ...aliases].map((each) => `${names.get(of)} ${each}`)),
      ),
    );
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

function runGate(fresh, old) {
  const read = (directory) => JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
  const before = old !== undefined && existsSync(join(old, 'manifest.json')) ? read(old) : undefined;
  const after = read(fresh);
  for (const { id, status, advisories } of after.sources) {
    const last = before?.sources.find((source) => source.id === id)?.advisories;
    process.stdout.write(
      `${id.padEnd(20)} ${status.padEnd(7)} ${String(advisories).padStart(8)}${last === undefined ? '' : `  (${advisories - last >= 0 ? '+' : ''}${advisories - last})`}\n`,
    );
  }
  const faults = compareManifests(before, after);
  const labels = join(import.meta.dirname, 'advisory-labels');
  for (const file of readdirSync(labels).filter((name) => name.endsWith('.labels.json'))) {
    const image = file.slice(0, -'.labels.json'.length);
    const wanted = JSON.parse(readFileSync(join(labels, file), 'utf8'));
    const [score, last] = [fresh, before === undefined ? undefined : old].map((database) =>
      database === undefined ? undefined : scoreFindings(scan(join(labels, `${image}.cdx.json`), database), wanted),
    );
    process.stdout.write(
      `${image}: precision ${score.precision.toFixed(4)}, recall ${score.recall.toFixed(4)}, F1 ${score.f1.toFixed(4)}${last === undefined ? '' : ` (was ${last.f1.toFixed(4)})`}\n`,
    );
    if (score.f1 < (last?.f1 ?? 0.95) - mostF1Lost) faults.push(`F1 of ${image} fell to ${score.f1.toFixed(4)}`);
  }
  for (const fault of faults) process.stderr.write(`advisory-gate: ${fault}\n`);
  return faults.length === 0;
}

if (process.argv[1] === import.meta.filename) {
  const [fresh, old] = process.argv.slice(2).map((directory) => resolve(directory));
  if (fresh === undefined) {
    process.stderr.write('usage: node tools/advisory-gate.mjs NEW [OLD]\n');
    process.exit(2);
  }
  process.exit(runGate(fresh, old) ? 0 : 1);
}

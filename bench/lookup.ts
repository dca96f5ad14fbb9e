import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/advisory/store/open-database.ts';
import { AdvisoryShard } from '../src/advisory/store/advisory-shard.ts';
import { readManifest } from '../src/advisory/store/database-manifest.ts';
import { advisoryKeysOf } from '../src/match/advisory-keys.ts';
import { optimiseLater } from '../src/lib/engine/optimise-later.ts';
import { matchPackages } from '../src/match/match-packages.ts';
import { type Package } from '../src/model/package.ts';
import { quietRuntime } from '../src/model/runtime.ts';
import { ensureBenchDatabase, feedsFolder } from './support/feeds-database.ts';
import { reportFigure } from './support/figure.ts';
import { timeProcesses } from './support/time-processes.ts';

/** What opening the database and asking it about 1,000 packages adds to starting Node: 700 of Debian 12 and 300 of npm. */
const [, script = '', mode, database = '', list = ''] = process.argv;
if (mode !== undefined) {
  await look(mode, database, list);
  // As the program ends: without waiting for the garbage collection that V8 may just have begun.
  process.exit();
}
if (existsSync(feedsFolder)) measure();

function measure(): void {
  const directory = ensureBenchDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'pratique-bench-'));
  try {
    const [all, plain] = [true, false].map((withKernel) => {
      const file = join(folder, `${String(withKernel)}.json`);
      writeFileSync(file, JSON.stringify(samplePackages(directory, withKernel)));
      return file;
    }) as [string, string];
    const run = (until: string, packages: string): { argv: string[] } => ({ argv: [process.execPath, script, until, directory, packages] });
    const times = timeProcesses(
      {
        bare: { argv: [process.execPath, '-e', '0'] },
        load: run('load', all),
        open: run('open', all),
        find: run('find', all),
        match: run('match', all),
        plainFind: run('find', plain),
        plainMatch: run('match', plain),
      },
      15,
    );
    process.stdout.write(
      `node -e 0: ${times.bare.toFixed(1)} ms, median of 15; loading the code and the list adds ${(times.load - times.bare).toFixed(1)}\n`,
    );
    reportFigure({ name: 'look-up: open the database', value: times.open - times.load, unit: 'ms' });
    reportFigure({ name: 'look-up: open, find 1,000 packages', value: times.find - times.load, unit: 'ms', atMost: 60 });
    reportFigure({ name: 'look-up: open, find, match 1,000 packages', value: times.match - times.load, unit: 'ms', atMost: 60 });
    reportFigure({ name: 'look-up: without the kernel: open, find', value: times.plainFind - times.load, unit: 'ms' });
    reportFigure({ name: 'look-up: without the kernel: open, find, match', value: times.plainMatch - times.load, unit: 'ms' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function look(until: string, directory: string, file: string): Promise<void> {
  const packages = JSON.parse(readFileSync(file, 'utf8')) as readonly Package[];
  // As matchCatalog does before it asks.
  optimiseLater();
  if (until === 'load') return;
  await using store = await openDatabase(directory, quietRuntime());
  if (until === 'open') return;
  const facts = await store.find(packages.flatMap(advisoryKeysOf));
  if (until === 'find') return;
  matchPackages({
    packages,
    facts,
    coverageOf: (ecosystem, release) => store.coverage(ecosystem, release),
    now: new Date('2026-11-20'),
  });
}

/** Real names: the source packages of this machine, filled up from the shard, and the packages of our own lock file. */
function samplePackages(directory: string, withKernel: boolean): readonly Package[] {
  const versions = installedVersions();
  const debian = [...new Set([...(withKernel ? ['linux'] : []), ...[...versions.keys()].filter((name) => name !== 'linux')])];
  const known = shardNames(directory, 'debian@12');
  for (let i = 0; debian.length < 700 && i < known.length; i += 5) if (known[i] !== 'linux') debian.push(known[i]!);
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Readonly<Record<string, { version?: string }>> };
  const npm = Object.entries(lock.packages)
    .filter(([path]) => path !== '')
    .slice(0, 300);
  return [
    ...debian.slice(0, 700).map((name) => packageOf('debian', name, versions.get(name) ?? '1:99-1')),
    ...npm.map(([path, { version }]) => packageOf('npm', path.slice(path.lastIndexOf('node_modules/') + 13), version ?? '1.0.0')),
  ];
}

/** Source versions by source name. */
function installedVersions(): ReadonlyMap<string, string> {
  if (!existsSync('/var/lib/dpkg/status')) return new Map();
  const stanzas = readFileSync('/var/lib/dpkg/status', 'latin1').split('\n\n');
  return new Map(
    stanzas.flatMap((stanza) => {
      const [, name, version] = /^Source: (\S+)(?: \((.+)\))?/m.exec(stanza) ?? /^Package: (\S+)/m.exec(stanza) ?? [];
      const own = /^Version: (\S+)/m.exec(stanza)?.[1];
      return name === undefined || own === undefined ? [] : [[name, version ?? own] as const];
    }),
  );
}

function shardNames(directory: string, name: string): readonly string[] {
  const entry = readManifest(directory).shards.find((shard) => shard.name === name);
  if (entry === undefined) throw new Error(`there is no shard ${name}`);
  using shard = new AdvisoryShard(join(directory, entry.path), name, entry);
  return Array.from({ length: shard.recordCount }, (_, record) => shard.rawRecord(record).names[0] ?? '');
}

function packageOf(ecosystem: 'debian' | 'npm', name: string, version: string): Package {
  return {
    id: `${ecosystem}/${name}@${version}`,
    purl: `pkg:${ecosystem === 'npm' ? 'npm' : 'deb/debian'}/${name}@${version}`,
    ecosystem,
    ...(ecosystem === 'debian' && { release: '12', source: { name, version } }),
    name,
    version,
    evidence: ecosystem === 'npm' ? 'file' : 'installed',
    locations: [{ path: 'somewhere', layerIndex: 0 }],
    layerIndex: 0,
    licenses: [],
    dependencies: [],
  };
}

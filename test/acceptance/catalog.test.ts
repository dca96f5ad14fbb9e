import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogTree } from '../../src/catalog/catalog-tree.ts';
import { type FileTree } from '../../src/model/file-tree.ts';
import { type Package } from '../../src/model/package.ts';
import { makeMemoryTree } from '../support/memory-tree.ts';
import { hasRealImage, readRealTree } from '../support/real-image.ts';
import { rpmHeader } from '../support/rpm-builder.ts';

const options = { now: new Date('2026-11-20T00:00:00Z'), isImage: true };

/** Runs `use` with the named files of the image on disk, for the distribution's own tools. */
function withFiles<T>(tree: FileTree, paths: readonly string[], use: (directory: string) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'pratique-catalog-'));
  try {
    for (const path of paths) {
      const entry = tree.get(path);
      const content = entry === undefined ? undefined : tree.read(entry);
      if (content === undefined) continue;
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    }
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function lines(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

function ask(command: string, argv: readonly string[]): readonly string[] {
  return lines(execFileSync(command, argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 64 * 1024 * 1024 }));
}

function has(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!has('dpkg-query')).each(['debian-min', 'node-app', 'secrets', 'big'])('%s', (name) => {
  it.skipIf(!hasRealImage(name))('lists what dpkg-query does', async () => {
    const tree = await readRealTree(name);
    const { packages, distribution } = catalogTree(tree, options);
    const found = packages.filter((one) => one.ecosystem === 'debian');
    const format = '${binary:Package} ${Architecture} ${Version} ${source:Package} ${source:Version} ${db:Status-Status}\\n';
    const expected = withFiles(tree, ['var/lib/dpkg/status'], (directory) =>
      ask('dpkg-query', ['--admindir', join(directory, 'var/lib/dpkg'), '-W', '-f', format]),
    )
      .filter((line) => !/ (?:config-files|not-installed)$/.test(line))
      .map((line) => line.replace(/^([^ :]+)(?::\w+)? (.*) [\w-]+$/, '$1 $2'));
    expect(found.map(debLine).sort()).toEqual([...expected].sort());
    expect(distribution).toMatchObject({ id: 'debian', ecosystem: 'debian', release: '12' });
    expect(found.filter((one) => one.evidence !== 'installed')).toEqual([]);
  });
});

function debLine({ name, architecture, version, source }: Package): string {
  return `${name} ${architecture ?? ''} ${version ?? ''} ${source?.name ?? ''} ${source?.version ?? ''}`;
}

describe.skipIf(!has('rpm')).each(['rpm', 'rpm-bdb'])('%s', (name) => {
  it.skipIf(!hasRealImage(name))('lists what rpm does', async () => {
    const tree = await readRealTree(name);
    const { packages, distribution } = catalogTree(tree, options);
    const paths = ['rpmdb.sqlite', 'rpmdb.sqlite-wal', 'Packages', 'Packages.db'].map((file) => `var/lib/rpm/${file}`);
    const format = '%{NAME} %{ARCH} %{EPOCHNUM}:%{VERSION}-%{RELEASE} %{SOURCERPM}\\n';
    const expected = withFiles(tree, paths, (directory) => ask('rpm', ['-qa', '--dbpath', join(directory, 'var/lib/rpm'), '--qf', format]));
    expect(packages.map(rpmLine).sort()).toEqual(expected.filter((line) => !line.startsWith('gpg-pubkey ')));
    expect(expected.length).toBeGreaterThan(5);
    expect(distribution).toMatchObject({ id: 'rocky', ecosystem: 'rocky', release: '9' });
  });
});

function rpmLine({ name, architecture, version = '', source }: Package): string {
  const full = version.includes(':') ? version : `0:${version}`;
  return `${name} ${architecture ?? ''} ${full} ${source === undefined ? '(none)' : `${source.name}-${source.version}.src.rpm`}`;
}

/** SQLite itself writes the databases that our own reader reads. */
describe.skipIf(!has('sqlite3'))('rpm databases by sqlite3', () => {
  const create =
    'CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL); CREATE TABLE Other (x); CREATE INDEX i ON Other (x);';
  const names = Array.from({ length: 300 }, (_, at) => `package-${at}`);
  const insert = (name: string): string =>
    `INSERT INTO Packages (blob) VALUES (x'${rpmHeader({ name, version: '1', release: '1', license: 'x'.repeat((name.length * 7919) % 9000) }).toString('hex')}');`;

  it.each<[name: string, script: readonly string[], expected: readonly string[]]>([
    ['pages of 4096', ['PRAGMA page_size=4096;', create, ...names.map(insert)], names],
    ['pages of 512', ['PRAGMA page_size=512;', create, ...names.map(insert)], names],
    ['pages of 65536', ['PRAGMA page_size=65536;', create, ...names.map(insert)], names],
    [
      'rows deleted',
      ['PRAGMA page_size=1024;', create, ...names.map(insert), 'DELETE FROM Packages WHERE hnum % 3 != 1;'],
      names.filter((_, at) => at % 3 === 0),
    ],
    ['no rows', [create], []],
    ['committed, in the log', ['PRAGMA journal_mode=WAL;', create, ...names.slice(0, 9).map(insert)], names.slice(0, 9)],
    [
      'not committed, in the log',
      [
        'PRAGMA journal_mode=WAL;',
        create,
        insert('a'),
        'PRAGMA cache_size=2; BEGIN;',
        'DELETE FROM Packages;',
        ...names.map(insert),
        '.system kill -9 $PPID',
      ],
      ['a'],
    ],
    [
      'in the file and changed in the log',
      [create, ...names.slice(0, 99).map(insert), 'PRAGMA journal_mode=WAL;', 'DELETE FROM Packages WHERE hnum > 50;', insert('z')],
      [...names.slice(0, 50), 'z'],
    ],
  ])('%s', (name, script, expected) => {
    const directory = mkdtempSync(join(tmpdir(), 'pratique-sqlite-'));
    try {
      const file = join(directory, 'rpmdb.sqlite');
      spawnSync('sqlite3', [file], {
        input: ['.dbconfig no_ckpt_on_close on', 'PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=OFF;', ...script].join('\n'),
      });
      const layer = Object.fromEntries(
        readdirSync(directory).map((entry) => [`var/lib/rpm/${entry}`, readFileSync(join(directory, entry))]),
      );
      expect((layer['var/lib/rpm/rpmdb.sqlite-wal']?.length ?? 0) > 0).toBe(name.includes('in the log'));
      const found = catalogTree(makeMemoryTree({ 'etc/os-release': 'ID=rocky\nVERSION_ID=9\n', ...layer }), options);
      expect(found.packages.map((one) => one.name).sort()).toEqual([...expected].sort());
      expect(found.issues.map((issue) => issue.code)).toEqual(expected.length === 0 ? ['PACKAGE_DATABASE_UNREADABLE'] : []);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

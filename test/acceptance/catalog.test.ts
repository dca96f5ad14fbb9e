import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogTree } from '../../src/catalog/catalog-tree.ts';
import { type FileTree } from '../../src/model/file-tree.ts';
import { type Package } from '../../src/model/package.ts';
import { hasRealImage, readRealTree } from '../support/real-image.ts';

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

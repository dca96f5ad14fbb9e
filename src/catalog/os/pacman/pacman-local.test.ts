import { describe, expect, it } from 'vitest';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { catalogTree, type Catalog } from '../../catalog-tree.ts';
import { pacmanLocal } from './pacman-local.ts';

type Fields = Readonly<Record<string, string | readonly string[]>>;

function format(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `%${name}%\n${[value].flat().join('\n')}\n\n`)
    .join('');
}

const desc = (name: string, version: string, more: Fields = {}): MemoryLayer => ({
  [`var/lib/pacman/local/${name}-${version}/desc`]: format({ NAME: name, VERSION: version, ARCH: 'x86_64', ...more }),
});
const files = (folder: string, ...paths: readonly string[]): MemoryLayer => ({
  [`var/lib/pacman/local/${folder}/files`]: format({ FILES: paths }),
});
const arch = { 'etc/os-release': 'NAME="Arch Linux"\nID=arch\nBUILD_ID=rolling\nVERSION_ID=20261101.0.1\n' };

function catalog(...layers: readonly MemoryLayer[]): Catalog {
  return catalogTree(makeMemoryTree(...layers), { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
}

describeCataloger(pacmanLocal, {
  'var/lib/pacman/local/zlib-1:1.3.1-2/desc': format({
    NAME: 'zlib',
    VERSION: '1:1.3.1-2',
    BASE: 'zlib',
    ARCH: 'x86_64',
    LICENSE: ['Zlib', 'MIT'],
    DEPENDS: 'glibc>=2',
    PROVIDES: 'libz.so=1-64',
  }),
});

describe('pacman', () => {
  it('lists packages with epoch, base, licences and dependencies', () => {
    const found = catalog({
      ...arch,
      ...desc('glibc', '2.40-1', { PROVIDES: ['ld-linux.so=2-64'] }),
      ...desc('zlib', '1:1.3.1-2', { BASE: 'zlib-ng', LICENSE: ['Zlib', 'MIT'], DEPENDS: ['glibc>=2.36', 'sh', 'zlib'] }),
      ...desc('bash', '5.2.026-1', { PROVIDES: ['sh'], DEPENDS: ['ld-linux.so=2-64'] }),
    });
    const place = (folder: string): string => `var/lib/pacman/local/${folder}/desc`;
    const [bash, glibc, zlib] = found.packages;
    expect(zlib).toEqual({
      id: `pkg:alpm/arch/zlib@1:1.3.1-2?arch=x86_64&distro=arch-20261101.0.1 ${place('zlib-1:1.3.1-2')}`,
      purl: 'pkg:alpm/arch/zlib@1:1.3.1-2?arch=x86_64&distro=arch-20261101.0.1',
      ecosystem: 'arch',
      name: 'zlib',
      version: '1:1.3.1-2',
      architecture: 'x86_64',
      source: { name: 'zlib-ng', version: '1:1.3.1-2' },
      evidence: 'installed',
      locations: [{ path: place('zlib-1:1.3.1-2'), layerIndex: 0 }],
      layerIndex: 0,
      licenses: ['Zlib', 'MIT'],
      dependencies: [glibc!.id, bash!.id],
    });
    expect([bash!.dependencies, found.issues]).toEqual([[glibc!.id], []]);
  });

  it('owns the files that its list names', () => {
    const node = 'usr/lib/node_modules/npm/package.json';
    const found = catalog({
      ...arch,
      ...desc('npm', '10.9.0-1'),
      ...files('npm-10.9.0-1', 'usr/', 'usr/lib/', 'usr/lib/node_modules/', node, 'usr/lib/node_modules/npm/index.js'),
      ...desc('gone', '1-1'),
      ...files('gone-1-1', 'usr/', 'usr/bin/gone'),
      [node]: '{"name":"npm","version":"10.9.0"}',
      'usr/lib/node_modules/npm/index.js': '',
    });
    expect(found.packages.map(({ name, evidence, ownedBy }) => [name, evidence, ownedBy?.split(' ')[1]])).toEqual([
      ['gone', 'orphan', undefined],
      ['npm', 'installed', undefined],
      ['npm', 'file', 'var/lib/pacman/local/npm-10.9.0-1/desc'],
    ]);
  });

  it('keeps the layer of a package that stays, and drops one that is upgraded', () => {
    const found = catalog(
      { ...arch, ...desc('glibc', '2.40-1'), ...desc('bash', '5.2.026-1') },
      { 'var/lib/pacman/local/bash-5.2.026-1': null, ...desc('bash', '5.2.037-1') },
    );
    expect(found.packages.map(({ name, version, layerIndex }) => [name, version, layerIndex])).toEqual([
      ['bash', '5.2.037-1', 1],
      ['glibc', '2.40-1', 0],
    ]);
  });

  it.each<[name: string, layers: readonly MemoryLayer[], codes: readonly string[]]>([
    ['no database', [arch], ['PACKAGE_DATABASE_UNREADABLE']],
    ['an empty database', [{ ...arch, 'var/lib/pacman/local/ALPM_DB_VERSION': '9\n' }], ['PACKAGE_DATABASE_UNREADABLE']],
    ['a removed database', [{ ...arch, ...desc('glibc', '2.40-1') }, { 'var/lib/pacman/local': null }], ['PACKAGE_DATABASE_REMOVED']],
    [
      'a record without a name',
      [{ ...arch, ...desc('glibc', '2.40-1'), 'var/lib/pacman/local/x-1/desc': '%VERSION%\n1\n' }],
      ['PACKAGE_RECORD_INVALID'],
    ],
    ['a record without a version', [{ ...arch, 'var/lib/pacman/local/x-1/desc': '%NAME%\nx\n' }], ['PACKAGE_RECORD_INVALID']],
    ['a distribution without a row', [{ 'etc/os-release': 'ID=mine\n', ...desc('glibc', '2.40-1') }], ['DISTRIBUTION_UNKNOWN']],
    ['no distribution', [desc('glibc', '2.40-1')], ['DISTRIBUTION_UNKNOWN']],
  ])('is not clean with %s', (_name, layers, codes) => {
    expect(catalog(...layers).issues.map(({ code }) => code)).toEqual(codes);
  });
});

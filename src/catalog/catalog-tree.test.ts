import { describe, expect, it } from 'vitest';
import { goBinary } from '../../test/support/go-binary-builder.ts';
import { makeMemoryTree, type MemoryLayer } from '../../test/support/memory-tree.ts';
import { catalogSelectors, catalogTree, type Catalog } from './catalog-tree.ts';

const now = new Date('2026-11-20T00:00:00Z');
const debian = 'ID=debian\nVERSION_ID="12"\n';
const status = 'var/lib/dpkg/status';
const info = 'var/lib/dpkg/info';

function stanza(name: string, version = '1'): string {
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`;
}

function catalog(...layers: readonly MemoryLayer[]): Catalog {
  return catalogTree(makeMemoryTree(...layers), { now, isImage: true });
}

function codes({ issues }: Catalog): readonly string[] {
  return issues.map((issue) => issue.code);
}

function layersOf({ packages }: Catalog): readonly string[] {
  return packages.map((one) => `${one.name} ${one.version ?? '-'} ${one.layerIndex}`);
}

describe('layer of first appearance', () => {
  it('compares a database with its versions below', () => {
    const found = catalog(
      { 'etc/os-release': debian, [status]: stanza('a') + stanza('b') + stanza('c') + stanza('d') },
      { [status]: stanza('a') + stanza('b', '2') + stanza('d', '2') + stanza('e') },
      { 'x/y': '' },
      { [status]: stanza('a') + stanza('b', '2') + stanza('c') + stanza('d') + stanza('e') + stanza('f') },
    );
    expect(layersOf(found)).toEqual(['a 1 0', 'b 2 1', 'c 1 3', 'd 1 3', 'e 1 1', 'f 1 3']);
    expect(found.packages[0]!.locations).toEqual([{ path: status, layerIndex: 3 }]);
  });

  it('reads the same bytes again for the same layer', () => {
    const layer = { 'n/node_modules/a/package.json': '{"name":"a","version":"1.0.0"}', 'n/node_modules/a/index.js': '' };
    const other = { ...layer, 'n/node_modules/a/package.json': '{"name":"a","version":"2.0.0"}' };
    expect(layersOf(catalog(other, layer, layer))).toEqual(['a 1.0.0 1']);
  });

  it('does not look at layers above', () => {
    const found = catalog({ 'etc/os-release': debian, [status]: stanza('a') }, { 'etc/hostname': 'x' });
    expect(layersOf(found)).toEqual(['a 1 0']);
  });
});

describe('evidence and ownership', () => {
  const nodePackage = { 'usr/share/nodejs/x/package.json': '{"name":"x","version":"1.0.0"}', 'usr/share/nodejs/x/index.js': '' };
  const owner = 'pkg:deb/debian/node-x@1?arch=amd64&distro=debian-12 var/lib/dpkg/status';

  it('needs one of the listed files', () => {
    const found = catalog({
      'etc/os-release': debian,
      [status]: stanza('there') + stanza('gone') + stanza('folders') + stanza('unlisted'),
      [`${info}/there.list`]: '/.\n/usr\n/usr/bin\n/usr/bin/gone-too\n/usr/bin/there\n',
      [`${info}/gone.list`]: '/.\n/usr\n/usr/bin\n/usr/bin/gone\n',
      [`${info}/folders.list`]: '/.\n/usr\n/usr/bin\n',
      'usr/bin/there': 'x',
    });
    expect(found.packages.map((one) => [one.name, one.evidence])).toEqual([
      ['folders', 'installed'],
      ['gone', 'orphan'],
      ['there', 'installed'],
      ['unlisted', 'installed'],
    ]);
  });

  it('counts packages of a database that was copied without its files', () => {
    const lists = (...names: readonly string[]): MemoryLayer =>
      Object.fromEntries(names.map((name) => [`${info}/${name}.list`, `/.\n/usr/bin/${name}\n`]));
    const tree = (...present: readonly string[]): Catalog =>
      catalog({
        'etc/os-release': debian,
        [status]: stanza('a') + stanza('b') + stanza('c'),
        ...lists('a', 'b', 'c'),
        ...Object.fromEntries(present.map((name) => [`usr/bin/${name}`, 'x'])),
      });
    const evidence = ({ packages }: Catalog): readonly string[] => packages.map((one) => one.evidence);
    expect(evidence(tree())).toEqual(['installed', 'installed', 'installed']);
    expect(tree('a').issues).toEqual([
      {
        code: 'PACKAGE_FILES_MISSING',
        severity: 'error',
        message: `files of 2 of 3 Debian packages are missing (${status}); all of them were scanned as installed`,
        origin: 'catalog',
        path: status,
        layerIndex: 0,
      },
    ]);
    expect([evidence(tree('a', 'b')), tree('a', 'b').issues]).toEqual([['installed', 'installed', 'orphan'], []]);
  });

  it('finds the owner of a language package', () => {
    const found = catalog({
      'etc/os-release': debian,
      [status]: stanza('node-x'),
      [`${info}/node-x.list`]: '/.\n/usr/share/nodejs/x/package.json\n/usr/share/nodejs/x/index.js\n',
      ...nodePackage,
      'app/node_modules/y/package.json': '{"name":"y","version":"1.0.0"}',
      'app/node_modules/y/index.js': '',
    });
    expect(found.packages.map((one) => [one.name, one.ownedBy])).toEqual([
      ['node-x', undefined],
      ['x', owner],
      ['y', undefined],
    ]);
  });

  it('does not let the distribution speak for files that a package of another publisher owns', () => {
    const foreign = stanza('acme').trimEnd() + '\nVendor: Acme\n\n';
    const files = { 'opt/acme/lib/x.jar': 'x'.repeat(200), 'usr/lib/acme/y.jar': 'y'.repeat(200) };
    const lists = { [`${info}/acme.list`]: '/.\n/opt/acme/lib/x.jar\n', [`${info}/own.list`]: '/.\n/usr/lib/acme/y.jar\n' };
    const found = catalog({ 'etc/os-release': debian, [status]: stanza('own') + foreign, ...files, ...lists });
    expect(found.packages.map((one) => [one.name, one.supplier])).toEqual([
      ['acme', 'Acme'],
      ['own', undefined],
    ]);
    expect(found.issues.map((issue) => issue.message)).toEqual([
      'opt/acme/lib/x.jar has no end record: it is truncated, or not a zip archive',
    ]);
  });

  it('follows linked directories in owned paths', () => {
    const found = catalog({
      'etc/os-release': debian,
      [status]: stanza('node-x'),
      [`${info}/node-x.list`]: '/share/nodejs/x/index.js\n/share/nodejs/x/package.json\n',
      share: { link: 'usr/share' },
      ...nodePackage,
    });
    expect(found.packages.map((one) => [one.evidence, one.ownedBy])).toEqual([
      ['installed', undefined],
      ['file', owner],
    ]);
  });

  it('is plain data', () => {
    const found = catalog({ 'etc/os-release': debian, [status]: stanza('node-x'), ...nodePackage });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it('does not depend on the order of the tree', () => {
    const files = { 'etc/os-release': debian, [status]: stanza('node-x'), ...nodePackage };
    expect(catalog(Object.fromEntries(Object.entries(files).reverse()))).toEqual(catalog(files));
  });
});

/** An image whose packages cannot be read is never reported as clean. */
describe('content that could not be read', () => {
  const node = { 'a/node_modules/a/package.json': '{"name":"a","version":"1.0.0"}', 'a/node_modules/a/index.js': '' };
  const program = { content: goBinary({ form: 'none', hasGoMark: false }), mode: 0o755 };
  it.each<[name: string, layers: readonly MemoryLayer[], expected: readonly string[]]>([
    ['all is well', [{ 'etc/os-release': debian, [status]: stanza('a') }], []],
    ['no database', [{ 'etc/os-release': debian }], ['PACKAGE_DATABASE_UNREADABLE']],
    ['empty database', [{ 'etc/os-release': debian, [status]: '' }], ['PACKAGE_DATABASE_UNREADABLE']],
    ['database is a directory', [{ 'etc/os-release': debian, [status]: { directory: true } }], ['PACKAGE_DATABASE_UNREADABLE']],
    [
      'database lists nothing',
      [{ 'etc/os-release': debian, [status]: 'Package: a\nStatus: deinstall ok config-files\n\n' }],
      ['PACKAGE_DATABASE_UNREADABLE'],
    ],
    ['database removed', [{ 'etc/os-release': debian, [status]: stanza('a') }, { [status]: null }], ['PACKAGE_DATABASE_REMOVED']],
    ['database emptied', [{ 'etc/os-release': debian, [status]: stanza('a') }, { [status]: '' }], ['PACKAGE_DATABASE_UNREADABLE']],
    [
      'database and os-release removed',
      [
        { 'etc/os-release': debian, [status]: stanza('a') },
        { [status]: null, 'etc/os-release': null },
      ],
      ['PACKAGE_DATABASE_REMOVED'],
    ],
    [
      'damaged database',
      [{ 'etc/os-release': 'ID=rocky\nVERSION_ID=9\n', 'var/lib/rpm/Packages': 'x'.repeat(9000) }],
      ['PACKAGE_DATABASE_UNREADABLE'],
    ],
    [
      'only another database',
      [{ 'etc/os-release': debian, 'lib/apk/db/installed': 'P:a\nV:1\n' }],
      ['PACKAGE_DATABASE_UNREADABLE', 'DISTRIBUTION_CONFLICT'],
    ],
    [
      'another database too',
      [{ 'etc/os-release': debian, [status]: stanza('a'), 'lib/apk/db/installed': 'P:a\nV:1\n' }],
      ['DISTRIBUTION_CONFLICT'],
    ],
    ['an empty database of others', [{ 'etc/os-release': debian, [status]: stanza('a'), 'lib/apk/db/installed': '' }], []],
    ['no distribution', [{ [status]: stanza('a') }], ['DISTRIBUTION_UNKNOWN']],
    ['unknown distribution', [{ 'etc/os-release': 'ID=mine\n', [status]: stanza('a') }], ['DISTRIBUTION_UNKNOWN']],
    ['nothing', [{}], ['NO_DISTRIBUTION']],
    ['a program', [{ 'bin/server': program }], ['PACKAGES_NOT_READ']],
    ['a program with packages', [{ ...node, 'bin/node': program }], ['PACKAGES_NOT_READ']],
    ['packages', [node], []],
    [
      'packages with scripts',
      [{ ...node, 'run.sh': { content: 'x'.repeat(9000), mode: 0o755 }, 'a/node_modules/a/addon.node': program }],
      [],
    ],
    ['only claims', [{ 'package-lock.json': '{"packages":{"node_modules/a":{"version":"1.0.0"}}}' }], ['NO_DISTRIBUTION']],
  ])('%s', (_name, layers, expected) => {
    expect(codes(catalog(...layers))).toEqual(expected);
  });

  it('asks less of a source tree', () => {
    const lock = { 'package-lock.json': '{"packages":{"node_modules/a":{"version":"1.0.0"}}}', 'bin/tool': program };
    expect(codes(catalogTree(makeMemoryTree(lock), { now, isImage: false }))).toEqual([]);
  });

  it('does not call a directory clean in which nothing is read', () => {
    expect(codes(catalogTree(makeMemoryTree({ 'README.md': 'x' }), { now, isImage: false }))).toEqual(['NOTHING_TO_SCAN']);
    expect(codes(catalogTree(makeMemoryTree({ 'package-lock.json': '{"packages":{}}' }), { now, isImage: false }))).toEqual([
      'NO_DISTRIBUTION',
    ]);
  });

  it('names the path of a removed database', () => {
    const [issue] = catalog({ 'etc/os-release': debian, [status]: stanza('a') }, { [status]: null }).issues;
    expect(issue).toEqual({
      code: 'PACKAGE_DATABASE_REMOVED',
      severity: 'error',
      origin: 'catalog',
      message: 'var/lib/dpkg/status of layer 0 was removed by a later layer; its packages may still be there',
      path: status,
    });
  });

  it('lists packages of an unknown distribution under their manager', () => {
    const { packages } = catalog({ 'etc/os-release': 'ID=mine\nVERSION_ID=3\n', [status]: stanza('a') });
    expect(packages.map(({ purl, ecosystem, release }) => ({ purl, ecosystem, release }))).toEqual([
      { purl: 'pkg:deb/mine/a@1?arch=amd64&distro=mine-3', ecosystem: 'deb', release: undefined },
    ]);
  });
});

describe('a name that a package URL cannot have', () => {
  it('costs its file, and not the scan', () => {
    const install = 'usr/share/perl5/x86_64/.meta/a-1/install.json';
    const { packages, issues } = catalog({ 'etc/os-release': debian, [status]: stanza('a'), [install]: '{"dist":"a::b-1","version":"1"}' });
    expect(packages.map(({ name }) => name)).toEqual(['a']);
    expect(issues.map(({ code, severity, path }) => `${code} ${severity} ${path ?? ''}`)).toEqual([
      `PACKAGE_RECORD_INVALID error ${install}`,
    ]);
  });
});

describe('links', () => {
  it.each<[name: string, layer: MemoryLayer]>([
    ['a database that is a symlink', { [status]: { link: '/opt/hidden' }, 'opt/hidden': stanza('a') }],
    ['a database below a linked directory', { var: { link: 'data' }, 'data/lib/dpkg/status': stanza('a') }],
  ])('%s', (_name, layer) => {
    const { packages, issues } = catalog({ 'etc/os-release': debian, ...layer });
    expect([packages.map((one) => one.id), issues]).toEqual([[`pkg:deb/debian/a@1?arch=amd64&distro=debian-12 ${status}`], []]);
  });
});

describe('for the layer reader and caches', () => {
  it('selects what it reads', () => {
    const paths = catalogSelectors().flatMap((selector) => selector.paths ?? []);
    expect(paths).toEqual(expect.arrayContaining(['etc/os-release', status, 'lib/apk/db/installed', 'var/lib/rpm/rpmdb.sqlite-wal']));
  });
});

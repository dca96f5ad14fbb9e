import { gzipSync } from 'node:zlib';
import { tarOf, type TarPart } from '../support/tar-builder.ts';
import { writeRawLayout } from '../support/raw-layout.ts';
import { type Expected, type HostileCase } from './hostile-case.ts';

/** An image of nothing but these files. */
function files(
  numbers: readonly number[],
  name: string,
  contents: Readonly<Record<string, string | Buffer>>,
  expect: Expected,
): HostileCase {
  const parts = Object.entries(contents).map(([path, content]): TarPart => ({ name: path, content }));
  return { numbers, name, expect, make: (folder) => writeRawLayout(folder, { layers: [{ blob: gzipSync(tarOf(...parts)) }] }) };
}

const debian = { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n' };
const alpine = { 'etc/os-release': 'ID=alpine\nVERSION_ID=3.20.3\n' };
const rocky = { 'etc/os-release': 'ID="rocky"\nVERSION_ID="9.0"\n' };
const good = 'Package: bash\nStatus: install ok installed\nVersion: 5.2-1\nArchitecture: amd64\n';
const found = (packages: readonly string[], ...issues: readonly string[]): Expected => ({ issues, exitCode: 0, packages });
const gap = (packages: readonly string[], ...issues: readonly string[]): Expected => ({ issues, exitCode: 4, packages });

/** Group G: package databases and release files. */
export const packageDatabaseCases: readonly HostileCase[] = [
  files(
    [131],
    'dpkg: no blank line at the end, CRLF, tabs',
    { ...debian, 'var/lib/dpkg/status': good.replaceAll('\n', '\r\n').trimEnd() },
    found(['bash 5.2-1']),
  ),
  files(
    [131],
    'dpkg: a line without a colon',
    { ...debian, 'var/lib/dpkg/status': `${good}\nnonsense without colon\n\n` },
    gap(['bash 5.2-1'], 'PACKAGE_RECORD_INVALID'),
  ),
  files(
    [132],
    'dpkg: not installed, removed with its configuration left',
    {
      ...debian,
      'var/lib/dpkg/status': `${good}\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n\nPackage: half\nStatus: install ok not-installed\n\n`,
    },
    found(['bash 5.2-1']),
  ),
  files(
    [132],
    'dpkg: one package twice',
    { ...debian, 'var/lib/dpkg/status': `${good}\n${good.replace('5.2-1', '5.2-2')}\n` },
    found(['bash 5.2-2']),
  ),
  files(
    [133],
    'dpkg: a description of 20 MB',
    { ...debian, 'var/lib/dpkg/status': `${good}Description: ${'x'.repeat(20_000_000)}\n\n` },
    found(['bash 5.2-1']),
  ),
  files(
    [134],
    'dpkg: names that are markup, paths and controls',
    {
      ...debian,
      'var/lib/dpkg/status': ['<script>', '../../x', 'a\x1b[2J']
        .map((name) => `Package: ${name}\nStatus: install ok installed\nVersion: 1\n`)
        .join('\n'),
    },
    { issues: [], exitCode: 0 },
  ),
  files(
    [135],
    'dpkg: distroless',
    {
      ...debian,
      'var/lib/dpkg/status.d/base': 'Package: base-files\nVersion: 12.4\nArchitecture: amd64\n',
      'var/lib/dpkg/status.d/base.md5sums': `${'0'.repeat(32)}  etc/os-release\n`,
    },
    found(['base-files 12.4']),
  ),
  files([136], 'dpkg: an empty database', { ...debian, 'var/lib/dpkg/status': '' }, gap([], 'PACKAGE_DATABASE_UNREADABLE')),
  files([136], 'dpkg: a distribution without its database', { ...debian, 'usr/bin/x': 'x' }, gap([], 'PACKAGE_DATABASE_UNREADABLE')),
  files(
    [137],
    'apk: fields in any order, unknown ones, no end',
    { ...alpine, 'lib/apk/db/installed': 'V:1.2.4-r0\nP:musl\nQ:?\nA:x86_64' },
    found(['musl 1.2.4-r0'], 'DISTRIBUTION_END_OF_LIFE'),
  ),
  files(
    [137],
    'apk: a package without a version',
    { ...alpine, 'lib/apk/db/installed': 'P:musl\nV:1.2.4-r0\n\nP:broken\n\n' },
    gap(['broken undefined', 'musl 1.2.4-r0'], 'PACKAGE_RECORD_INVALID', 'DISTRIBUTION_END_OF_LIFE'),
  ),
  files(
    [138],
    'apk: a database of version 3',
    { ...alpine, 'lib/apk/db/installed': Buffer.concat([Buffer.from('ADB.'), Buffer.alloc(100, 7)]) },
    gap([], 'PACKAGE_DATABASE_UNREADABLE', 'DISTRIBUTION_END_OF_LIFE'),
  ),
  files(
    [139],
    'rpm: Berkeley DB with a wrong magic',
    { ...rocky, 'var/lib/rpm/Packages': Buffer.alloc(8_192, 7) },
    gap([], 'PACKAGE_DATABASE_UNREADABLE'),
  ),
  files(
    [139],
    'rpm: Berkeley DB with a page size of 3',
    { ...rocky, 'var/lib/rpm/Packages': berkeley({ pageSize: 3 }) },
    gap([], 'PACKAGE_DATABASE_UNREADABLE'),
  ),
  files(
    [139],
    'rpm: Berkeley DB that says it has four billion pages',
    { ...rocky, 'var/lib/rpm/Packages': berkeley({ lastPage: 0xffff_ffff }) },
    gap([], 'PACKAGE_DATABASE_UNREADABLE'),
  ),
  files(
    [141],
    'rpm: nonsense in NDB slots',
    { ...rocky, 'usr/lib/sysimage/rpm/Packages.db': Buffer.concat([Buffer.from('RpmP'), Buffer.alloc(8_192, 0xff)]) },
    gap([], 'PACKAGE_DATABASE_UNREADABLE'),
  ),
  files(
    [142],
    'rpm: a cut SQLite database',
    { ...rocky, 'var/lib/rpm/rpmdb.sqlite': Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(84, 1)]) },
    gap([], 'PACKAGE_DATABASE_UNREADABLE'),
  ),
  files(
    [146],
    'os-release: missing',
    { 'var/lib/dpkg/status': `${good}\n` },
    gap(['bash 5.2-1'], 'ADVISORIES_MISSING', 'DISTRIBUTION_UNKNOWN'),
  ),
  files(
    [146],
    'os-release: an id that is a path',
    { 'etc/os-release': 'ID="../../x"\nVERSION_ID="1\n', 'var/lib/dpkg/status': `${good}\n` },
    gap(['bash 5.2-1'], 'ADVISORIES_MISSING', 'DISTRIBUTION_UNKNOWN'),
  ),
  files(
    [146],
    'os-release: of 50 kB more than its bound',
    { 'etc/os-release': `ID=debian\nVERSION_ID=12\n${'#'.repeat(115_000)}`, 'var/lib/dpkg/status': `${good}\n` },
    { issues: ['ADVISORIES_MISSING', 'DISTRIBUTION_UNKNOWN', 'FILE_TOO_LARGE'], exitCode: 4, packages: ['bash 5.2-1'] },
  ),
  files(
    [147],
    'os-release: Debian with a database of Alpine',
    { ...debian, 'lib/apk/db/installed': 'P:musl\nV:1.2.4-r0\n\n' },
    { issues: ['ADVISORIES_MISSING', 'PACKAGE_DATABASE_UNREADABLE', 'DISTRIBUTION_CONFLICT'], exitCode: 4 },
  ),
  files(
    [148],
    'a release from the future',
    { 'etc/os-release': 'ID=debian\nVERSION_ID="99"\n', 'var/lib/dpkg/status': `${good}\n` },
    gap(['bash 5.2-1'], 'ADVISORIES_MISSING'),
  ),
  files(
    [177, 180, 181],
    'npm: hostile names and versions',
    {
      ...debian,
      'var/lib/dpkg/status': `${good}\n`,
      'a/node_modules/__proto__/package.json': '{"name":"__proto__","version":"1.0.0"}',
      'a/node_modules/__proto__/index.js': '',
      'a/node_modules/constructor/package.json': '{"name":"constructor","version":"1.0.0"}',
      'a/node_modules/constructor/index.js': '',
      'a/node_modules/b/package.json': '{"name":"b","version":"latest || *"}',
      'a/node_modules/b/index.js': '',
    },
    // npm allows no name that begins with an underscore.
    gap(['bash 5.2-1', 'b latest || *', 'constructor 1.0.0'], 'MANIFEST_UNREADABLE'),
  ),
  files(
    [162],
    'npm: a lock file of a million brackets',
    { ...debian, 'var/lib/dpkg/status': `${good}\n`, 'a/package-lock.json': '['.repeat(1_000_000) },
    gap(['bash 5.2-1'], 'LOCKFILE_UNREADABLE'),
  ),
  files(
    [184],
    'npm: a lock file that is cut',
    {
      ...debian,
      'var/lib/dpkg/status': `${good}\n`,
      'a/package-lock.json': '{"lockfileVersion":3,"packages":{"node_modules/a":{"version":"1.0',
    },
    gap(['bash 5.2-1'], 'LOCKFILE_UNREADABLE'),
  ),
];

/** The head of a hash database; db_page.h, DBMETA and HMETA. */
function berkeley(fields: { readonly pageSize?: number; readonly lastPage?: number }): Buffer {
  const page = Buffer.alloc(8_192);
  page.writeUInt32LE(0x061561, 12);
  page.writeUInt32LE(9, 16);
  page.writeUInt32LE(fields.pageSize ?? 4_096, 20);
  page[25] = 8;
  page.writeUInt32LE(fields.lastPage ?? 1, 32);
  return page;
}

import { describe, expect, it } from 'vitest';
import { makeMemoryTree } from '../../../../test/support/memory-tree.ts';
import { bdbDatabase, ndbDatabase, rpmHeader, sqliteDatabase, type RpmFields } from '../../../../test/support/rpm-builder.ts';
import { rpmDatabase } from './rpm-database.ts';
import { type Catalogued } from '../../cataloger.ts';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';

const headers = [1, 2, 3].map((at) =>
  rpmHeader({
    name: `p${at}`,
    version: '1',
    release: '2',
    epoch: at,
    license: 'x'.repeat(900),
    files: ['/a/b', '/a/c'],
    provides: ['x'],
    requires: ['x', 'p1'],
  }),
);
describeCataloger(rpmDatabase, {
  'var/lib/rpm/rpmdb.sqlite': sqliteDatabase(headers, 512),
  'usr/lib/sysimage/rpm/Packages.db': ndbDatabase(headers),
  'var/lib/rpm/Packages': bdbDatabase(headers),
  'usr/share/rpm/Packages': bdbDatabase(headers, false),
});

const big = 'x'.repeat(3000);
const packages: readonly RpmFields[] = [
  {
    name: 'bash',
    version: '5.1.8',
    release: '6.el9',
    epoch: 0,
    architecture: 'x86_64',
    sourceRpm: 'bash-5.1.8-6.el9.src.rpm',
    license: 'GPLv3+',
    files: ['/usr/bin/bash', '/usr/bin/sh', '/etc/skel/.bashrc'],
    provides: ['bash', '/bin/sh'],
  },
  {
    name: 'openssl',
    version: '3.0.7',
    release: '18.el9',
    epoch: 1,
    architecture: 'x86_64',
    license: big,
    requires: ['/bin/sh', 'openssl', 'libz.so.1()(64bit)', '(foo if bar)'],
  },
  {
    name: 'nodejs',
    version: '18.17.1',
    release: '1.module',
    architecture: 'x86_64',
    module: 'nodejs:18:8080020230718160117:63b34585',
    requires: ['bash'],
  },
  { name: 'gpg-pubkey', version: '1', release: '2' },
];
const blobs = packages.map(rpmHeader);

function catalog(path: string, content: Buffer, others: Record<string, Buffer> = {}): Catalogued {
  const tree = makeMemoryTree({ ...others, [path]: content });
  return rpmDatabase.catalog(tree.get(path)!, content, {
    tree,
    distribution: { id: 'rocky', ecosystem: 'rocky', release: '9', path: 'etc/os-release' },
  });
}

function lines({ packages: found, issues }: Catalogued): readonly string[] {
  return [...found.map((one) => `${one.name} ${one.version ?? '-'}`), ...issues.map((issue) => `${issue.code} ${issue.message}`)];
}

const all = ['bash 5.1.8-6.el9', 'openssl 1:3.0.7-18.el9', 'nodejs 18.17.1-1.module'];

describe('rpmDatabase', () => {
  it.each([
    ['SQLite', 'var/lib/rpm/rpmdb.sqlite', sqliteDatabase(blobs)],
    ['SQLite with pages of 512 bytes', 'usr/lib/sysimage/rpm/rpmdb.sqlite', sqliteDatabase(blobs, 512)],
    ['SQLite with pages of 32 KiB', 'usr/share/rpm/rpmdb.sqlite', sqliteDatabase(blobs, 32_768)],
    ['NDB', 'usr/lib/sysimage/rpm/Packages.db', ndbDatabase(blobs)],
    ['Berkeley DB', 'var/lib/rpm/Packages', bdbDatabase(blobs)],
    ['Berkeley DB, big-endian', 'var/lib/rpm/Packages', bdbDatabase(blobs, false)],
    ['Berkeley DB under the name of NDB', 'var/lib/rpm/Packages.db', bdbDatabase(blobs)],
  ])('%s', (_name, path, content) => {
    expect(lines(catalog(path, content))).toEqual(all);
  });

  it('makes whole packages, a module’s stream as data, and none of a key [144]', () => {
    const path = 'var/lib/rpm/Packages';
    const { packages: found } = catalog(path, bdbDatabase(blobs));
    const [bash, openssl, nodejs] = found;
    expect(JSON.parse(JSON.stringify(found[0]))).toEqual({
      id: `${bash!.purl} ${path}`,
      purl: 'pkg:rpm/rocky/bash@5.1.8-6.el9?arch=x86_64&distro=rocky-9',
      ecosystem: 'rocky',
      release: '9',
      name: 'bash',
      version: '5.1.8-6.el9',
      architecture: 'x86_64',
      source: { name: 'bash', version: '5.1.8-6.el9' },
      locations: [{ path, layerIndex: 0 }],
      licenses: ['GPLv3+'],
      dependencies: [],
    });
    expect(openssl!.purl).toBe('pkg:rpm/rocky/openssl@3.0.7-18.el9?arch=x86_64&distro=rocky-9&epoch=1');
    expect(nodejs!.module).toBe('nodejs:18');
    expect([...bash!.ownedPaths!()]).toEqual(['usr/bin/bash', 'usr/bin/sh', 'etc/skel/.bashrc']);
    expect(found.map((one) => one.resolveDependencies!(() => undefined))).toEqual([[], [bash!.id], [bash!.id]]);
  });

  it('names the publisher of what is not the distribution’s', () => {
    const headers = [
      { name: 'bash', version: '1', release: '1', vendor: 'Rocky Enterprise Software Foundation' },
      { name: 'nodejs', version: '20.1.0', release: '1nodesource', vendor: 'NodeSource' },
      { name: 'acme', version: '1', release: '1', packager: 'Jane <jane@acme.example>' },
    ].map(rpmHeader);
    const { packages: found } = catalog('var/lib/rpm/Packages', bdbDatabase(headers));
    expect(found.map((one) => `${one.name} ${one.supplier ?? '-'}`)).toEqual(['bash -', 'nodejs NodeSource', 'acme Jane']);
  });

  it('does not read a database that a conversion left behind', () => {
    const sqlite = sqliteDatabase(blobs);
    const tree = { 'var/lib/rpm/rpmdb.sqlite': sqlite };
    expect(lines(catalog('var/lib/rpm/Packages', bdbDatabase(blobs), tree))).toEqual([]);
    expect(lines(catalog('var/lib/rpm/Packages', bdbDatabase(blobs), { 'var/lib/rpm/rpmdb.sqlite': Buffer.alloc(0) }))).toEqual(all);
  });
});

/** Damaged rpm databases of each format. */
describe('hostile databases', () => {
  const unreadable = (why: string): readonly string[] => [`PACKAGE_DATABASE_UNREADABLE var/lib/rpm/Packages: ${why}`];
  it.each<[name: string, content: Buffer, expected: readonly string[]]>([
    ['empty', Buffer.alloc(0), unreadable('is too short for a Berkeley DB')],
    ['wrong magic', Buffer.alloc(4096), unreadable('is not a Berkeley DB in hash format')],
    ['page size 0', patched(bdbDatabase(blobs), 20, 0), unreadable('has a page size of 0')],
    ['page size 3', patched(bdbDatabase(blobs), 20, 3), unreadable('has a page size of 3')],
    ['page size 2^31', patched(bdbDatabase(blobs), 20, 0x8000_0000), unreadable('has a page size of 2147483648')],
    ['encrypted', patchedByte(bdbDatabase(blobs), 24, 1), unreadable('is encrypted')],
    [
      'more pages than bytes',
      patched(bdbDatabase(blobs), 32, 0xffff_ffff),
      [...all, 'PACKAGE_RECORD_INVALID var/lib/rpm/Packages: the file ends before its last page; it may be cut'],
    ],
    [
      'an overflow chain that points at itself [140]',
      patched(bdbDatabase(blobs), 2 * 1024 + 16, 2),
      ['openssl 1:3.0.7-18.el9', all[2]!, 'PACKAGE_RECORD_INVALID var/lib/rpm/Packages: overflow page 2 is used twice'],
    ],
    [
      'an overflow chain out of the file [140]',
      patched(bdbDatabase(blobs), 2 * 1024 + 16, 900),
      ['openssl 1:3.0.7-18.el9', all[2]!, 'PACKAGE_RECORD_INVALID var/lib/rpm/Packages: page 900 is not an overflow page'],
    ],
    ['SQLite cut in its header', sqliteDatabase(blobs).subarray(0, 60), unreadable('is not a SQLite database')],
    ['SQLite with pages of 3 bytes', patchedByte(sqliteDatabase(blobs), 16, 0, 3), unreadable('has a page size of 3')],
    ['SQLite without the table', replaced(sqliteDatabase(blobs), 'Packages', 'Packagez'), unreadable('has no table Packages')],
    ['SQLite cut after its schema', sqliteDatabase(blobs).subarray(0, 1024), unreadable('has no page 2; it may be cut')],
    [
      'SQLite whose tree has a cycle',
      patched(sqliteDatabase(blobs), 1024 + 8, 0x0200_0000),
      [all[0]!, all[1]!, all[2]!, 'PACKAGE_RECORD_INVALID var/lib/rpm/Packages: page 2 is used twice'],
    ],
    ['NDB of another version', patched(ndbDatabase(blobs), 4, 7), unreadable('is of NDB version 7')],
    [
      'NDB with nonsense in a slot',
      patched(ndbDatabase(blobs), 32, 7),
      [all[1]!, all[2]!, 'PACKAGE_RECORD_INVALID var/lib/rpm/Packages: the slot at byte 32 is damaged'],
    ],
    [
      'NDB with a slot out of range',
      patched(ndbDatabase(blobs), 32 + 8, 0xffff_ff00),
      [all[1]!, all[2]!, 'PACKAGE_RECORD_INVALID var/lib/rpm/Packages: package 1 lies outside the file'],
    ],
    [
      'NDB with two slots for one blob',
      patched(ndbDatabase(blobs), 48 + 8, 256),
      [all[0]!, all[2]!, 'PACKAGE_RECORD_INVALID var/lib/rpm/Packages: package 2 shares its bytes with another'],
    ],
    ['SQLite with one row a hundred times', repeatedRow(), unreadable('has records that lie over each other')],
    [
      'header of 2^31 entries [143]',
      ndbDatabase([patched(blobs[0]!, 0, 0x80)]),
      ['PACKAGE_RECORD_INVALID var/lib/rpm/Packages: a header has 2147483648 entries'],
    ],
    [
      'header of 2^31 bytes [143]',
      ndbDatabase([patched(blobs[0]!, 4, 0x80)]),
      ['PACKAGE_RECORD_INVALID var/lib/rpm/Packages: a header has 2147483648 bytes of data'],
    ],
    [
      'header with a negative offset [143]',
      ndbDatabase([patched(blobs[0]!, 16, 0xff)]),
      ['PACKAGE_RECORD_INVALID var/lib/rpm/Packages: a text lies outside its header'],
    ],
    [
      'header with type 99 [143]',
      ndbDatabase([patched(blobs[0]!, 12, 0x6300_0000)]),
      ['PACKAGE_RECORD_INVALID var/lib/rpm/Packages: a text has type 99'],
    ],
    [
      'header with 2^30 strings [143]',
      ndbDatabase([patched(blobs[0]!, 20, 0x40)]),
      ['PACKAGE_RECORD_INVALID var/lib/rpm/Packages: a text lies outside its header'],
    ],
    [
      'header with a text without NUL [143]',
      ndbDatabase([rpmHeader({ name: 'a' }).subarray(0, -1)]),
      ['PACKAGE_RECORD_INVALID var/lib/rpm/Packages: a header is cut'],
    ],
    [
      'header without a name',
      ndbDatabase([rpmHeader({ version: '1' })]),
      ['PACKAGE_RECORD_INVALID var/lib/rpm/Packages: a header names no package'],
    ],
  ])('%s', (_name, content, expected) => {
    expect(lines(catalog('var/lib/rpm/Packages', content))).toEqual(expected);
  });

  it('tells of a journal that was not undone', () => {
    const journal = Buffer.from('d9d505f920a163d700000000', 'hex');
    const path = 'var/lib/rpm/rpmdb.sqlite';
    expect(lines(catalog(path, sqliteDatabase(blobs), { [`${path}-journal`]: journal }))).toEqual([
      ...all,
      `PACKAGE_RECORD_INVALID ${path}: has a journal of an unfinished transaction, which was not undone`,
    ]);
  });
});

/** Little-endian, as the two formats of rpm's own are; header fields are written with their bytes the other way round. */
function patched(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(value, at);
  return copy;
}

function patchedByte(bytes: Buffer, at: number, ...values: readonly number[]): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(values, at);
  return copy;
}

/** A leaf whose cell pointers all point at its one cell. */
function repeatedRow(): Buffer {
  const bytes = Buffer.from(sqliteDatabase([rpmHeader({ name: 'a', license: 'x'.repeat(400) })]));
  const leaf = bytes.readUInt32BE(1024 + 8) - 1;
  const cell = bytes.readUInt16BE(leaf * 1024 + 8);
  bytes.writeUInt16BE(100, leaf * 1024 + 3);
  for (let at = 0; at < 100; at++) bytes.writeUInt16BE(cell, leaf * 1024 + 8 + at * 2);
  return bytes;
}

function replaced(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
}

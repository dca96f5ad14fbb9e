import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { adbFile, type AdbLiteral } from '../../../../test/support/adb-builder.ts';
import { runCataloger } from '../../../../test/support/cataloger-contract.ts';
import { makeMemoryTree } from '../../../../test/support/memory-tree.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { apkInstalled } from './apk-installed.ts';

const path = 'usr/lib/apk/db/installed';
const dependency = (name: string): AdbLiteral => ({ 1: name });

function record(name: string, version: string, more: Readonly<Record<number, AdbLiteral>> = {}, paths: AdbLiteral = []): AdbLiteral {
  return { 1: { 1: name, 2: version, 5: 'x86_64', ...more }, 2: paths };
}

const database = adbFile('idb', {
  1: [
    record('musl', '1.2.5-r10', { 6: 'MIT', 16: [dependency('so:libc.musl-x86_64.so.1')] }),
    record(
      'busybox-binsh',
      '1.37.0-r12',
      { 7: 'busybox', 8: `A <${'a'.repeat(300)}@example.org>`, 15: [dependency('so:libc.musl-x86_64.so.1'), dependency('gone')] },
      [
        { 1: 'bin', 3: [{ 1: 'sh' }] },
        { 1: 'usr/lib/python3.12/site-packages/x-1.dist-info', 3: [{ 1: 'METADATA' }] },
      ],
    ),
  ],
});

/** The magic, the method and a level, then the file. */
const compressed: readonly (readonly [name: string, content: Buffer])[] = [
  ['plain', database],
  ['deflated', Buffer.concat([Buffer.from('ADBd'), deflateRawSync(database)])],
  ['of a stated method', Buffer.concat([Buffer.from('ADBc\u0001\u0006'), deflateRawSync(database)])],
  ['stored', Buffer.concat([Buffer.from('ADBc\0\0'), database])],
];

describe('the binary database of apk 3', () => {
  it.each(compressed)('is read: %s', (_name, content) => {
    const metadata = 'usr/lib/python3.12/site-packages/x-1.dist-info/METADATA';
    const tree = makeMemoryTree({
      'etc/os-release': 'ID=alpine\nVERSION_ID=3.23.0\n',
      [path]: content,
      [metadata]: 'Metadata-Version: 2.1\nName: x\nVersion: 1\n',
      'bin/sh': '',
    });
    const { packages, issues } = catalogTree(tree, { now: new Date('2026-11-20T00:00:00Z'), isImage: true });
    const purl = (name: string): string => `pkg:apk/alpine/${name}?arch=x86_64&distro=alpine-3.23`;
    expect(
      packages.map((one) => [one.purl, one.source?.name, one.licenses, one.dependencies, one.evidence, one.ownedBy?.split(' ')[0]]),
    ).toEqual([
      [purl('busybox-binsh@1.37.0-r12'), 'busybox', [], [`${purl('musl@1.2.5-r10')} ${path}`], 'installed', undefined],
      [purl('musl@1.2.5-r10'), 'musl', ['MIT'], [], 'installed', undefined],
      ['pkg:pypi/x@1', undefined, [], [], 'file', purl('busybox-binsh@1.37.0-r12')],
    ]);
    expect(issues).toEqual([]);
  });

  const damaged = (at: number, value: number): Buffer => {
    const bytes = Buffer.from(database);
    bytes.writeUInt32LE(value, at);
    return bytes;
  };
  it.each<[name: string, content: Buffer, message: string]>([
    ['another schema', adbFile('pckg', { 1: [] }), 'is of the schema "pckg" and no database of installed packages'],
    ['a cut block', database.subarray(0, database.length - 1), 'is cut'],
    ['only its magic', Buffer.from('ADB.idb\0'), 'is cut'],
    ['a signature first', damaged(8, ((2 << 30) | 8) >>> 0), 'does not begin with a block of values'],
    ['an unknown method', Buffer.from('ADBc\u0002\u0003xxxxxxxxxxxx'), 'is compressed by method 2, which is not supported'],
    ['something else inside', Buffer.concat([Buffer.from('ADBd'), deflateRawSync(Buffer.from('x'.repeat(40)))]), 'holds no ADB file'],
    ['a root behind its end', damaged(16, 0xefffffff), 'has a value behind its end'],
    ['a root that is a text', damaged(16, 0x80000008), 'has a value of another kind than its schema says'],
  ])('is an issue with %s', (_name, content, message) => {
    const { packages, issues } = runCataloger(apkInstalled, path, content);
    expect([packages, issues.map((issue) => `${issue.code} ${issue.message}`)]).toEqual([
      [],
      [`PACKAGE_DATABASE_UNREADABLE ${path}: ${message}`],
    ]);
  });

  it('keeps the records that can be read', () => {
    const { packages, issues } = runCataloger(
      apkInstalled,
      path,
      adbFile('idb', { 1: [record('a', '1'), { 1: { 2: '1' } }, record('b', ''), 'text'] }),
    );
    expect([packages.map(({ name }) => name), issues.map(({ message }) => message)]).toEqual([
      ['a'],
      [
        `${path}: has a record that names no package`,
        `${path}: b has no version`,
        `${path}: has a value of another kind than its schema says`,
      ],
    ]);
  });

  it('does not follow one list a million times', () => {
    const needed = Array.from({ length: 20_000 }, () => dependency('a'));
    const packages = Array.from({ length: 200 }, (_, at) => record(`p${at}`, '1', { 15: needed }));
    const { issues } = runCataloger(apkInstalled, path, adbFile('idb', { 1: packages }));
    expect(issues.at(0)?.message).toBe(`${path}: has more than 2000000 values`);
  });
});

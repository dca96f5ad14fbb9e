import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync, linkSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack } from 'tar-stream';
import { base256, paxPart, paxRecord, tarEnd, tarHeader, tarOf, tarPart, type TarPart } from '../../../test/support/tar-builder.ts';
import { type TarEntry, type TarFault, type TarLimits } from './tar-entry.ts';
import { TarParser } from './tar-parser.ts';

const limits: TarLimits = {
  entries: 1_000,
  metaBytes: 4_096,
  paxRecords: 50,
  metaChain: 8,
  sparseSegments: 100,
  pathBytes: 4_096,
  pathDepth: 64,
};

interface Read {
  readonly entries: (TarEntry & { content: string; isComplete: boolean })[];
  readonly faults: TarFault[];
}

function read(archive: Buffer, chunkBytes = archive.length, some: Partial<TarLimits> = {}): Read {
  const entries: Read['entries'] = [];
  const faults: TarFault[] = [];
  const parser = new TarParser(
    {
      entry(entry) {
        const parts: Buffer[] = [];
        const read = { ...entry, content: '', isComplete: true };
        entries.push(read);
        return {
          write: (chunk) => void parts.push(Buffer.from(chunk)),
          end(isComplete) {
            read.content = Buffer.concat(parts).toString('latin1');
            read.isComplete = isComplete;
          },
        };
      },
      fault: (fault) => void faults.push(fault),
    },
    { ...limits, ...some },
  );
  for (let at = 0; at < archive.length; at += chunkBytes) parser.push(archive.subarray(at, at + chunkBytes));
  parser.end();
  return { entries, faults };
}

const summary = ({ entries }: Read): string[] =>
  entries.map(({ path, type, content }) => `${type} ${path}${content === '' ? '' : ` ${content}`}`);
const kinds = ({ faults }: Read): string[] => faults.map(({ scope, kind }) => `${scope} ${kind}`);

describe('what it reads', () => {
  const cases: [string, (TarPart | Buffer)[], string[]][] = [
    [
      'files, directories and links',
      [
        { name: 'etc/', type: '5' },
        { name: 'etc/a', content: 'A' },
        { name: 'etc/b', type: '2', link: 'a' },
        { name: 'etc/c', type: '1', link: './etc/a' },
      ],
      ['directory etc', 'file etc/a A', 'symlink etc/b', 'hardlink etc/c'],
    ],
    [
      'names in every spelling as one path [16]',
      [{ name: './x' }, { name: '/x' }, { name: '//x' }, { name: 'x/', type: '5' }, { name: 'a/../x' }, { name: 'a/./x/..//x' }],
      ['file x', 'file x', 'file x', 'directory x', 'file x', 'file a/x'],
    ],
    [
      'names that climb, inside the root [15]',
      [{ name: '../../etc/passwd' }, { name: 'a/../../b' }, { name: 'C:\\x' }, { name: '..' }],
      ['file etc/passwd', 'file b', 'file C:\\x', 'file '],
    ],
    [
      'a ustar prefix [24]',
      [
        { name: 'name', prefix: 'p'.repeat(155) },
        { name: 'n'.repeat(100), prefix: 'q' },
      ],
      [`file ${'p'.repeat(155)}/name`, `file q/${'n'.repeat(100)}`],
    ],
    [
      'pax names, links and sizes',
      [
        paxPart({ path: 'long/'.repeat(30) + 'ü', size: '3' }),
        { name: 'short', content: 'abc' },
        paxPart({ linkpath: 'target' }),
        { name: 'l', type: '2', link: 'other' },
      ],
      [`file ${'long/'.repeat(30)}ü abc`, 'symlink l'],
    ],
    [
      'GNU long names and links',
      [
        { name: '././@LongLink', type: 'L', magic: 'gnu', content: `${'g'.repeat(200)}\0` },
        { name: 'g', magic: 'gnu', content: '1' },
      ],
      [`file ${'g'.repeat(200)} 1`],
    ],
    [
      'fields padded with blanks and NULs [8]',
      [{ name: 'a', content: 'xy', edit: (h) => h.write('        2 \0\0', 124, 'latin1') }],
      ['file a xy'],
    ],
    ['base-256 sizes', [{ name: 'a', content: 'xyz', size: base256(3n) }], ['file a xyz']],
    [
      'no content where the type has none, whatever the size says [12]',
      [
        { name: 'd', type: '5', size: 700 },
        { name: 'l', type: '2', link: 'x', size: 9 },
        { name: 'f', content: 'F' },
      ],
      ['directory d', 'symlink l', 'file f F'],
    ],
    [
      'devices and FIFOs, listed [14]',
      [
        { name: 'c', type: '3' },
        { name: 'b', type: '4' },
        { name: 'p', type: '6' },
      ],
      ['character-device c', 'block-device b', 'fifo p'],
    ],
    [
      'the old regular file, and a directory by its slash [13]',
      [
        { name: 'old', type: '\0', magic: 'v7', content: 'o' },
        { name: 'dir/', type: '\0', magic: 'v7' },
        { name: 'seven', type: '7', content: '7' },
      ],
      ['file old o', 'directory dir', 'file seven 7'],
    ],
    [
      'bytes that are no UTF-8, each name for itself [18]',
      [{ name: 'a\xff' }, { name: 'a\xfe' }, { name: 'a\xc3\xa9' }],
      ['file a\udcff', 'file a\udcfe', 'file aé'],
    ],
    ['control characters as they are [17]', [{ name: 'a\x1b[2J\nb' }], ['file a\x1b[2J\nb']],
    ['nothing in an archive of two zero blocks [2]', [], []],
  ];
  it.each(cases)('%s', (_name, parts, expected) => {
    const archive = tarOf(...parts);
    for (const chunkBytes of [archive.length, 1, 511, 512, 513, 1_000]) {
      const result = read(archive, chunkBytes);
      expect(summary(result)).toEqual(expected);
      expect(kinds(result)).toEqual([]);
    }
  });

  it('an archive without end blocks, a pax header before the end, and nothing at all [3, 31, 1]', () => {
    expect(summary(read(tarPart({ name: 'a', content: 'A' })))).toEqual(['file a A']);
    expect(kinds(read(tarPart({ name: 'a', content: 'A' })))).toEqual([]);
    expect(kinds(read(tarOf({ name: 'a' }, paxPart({ path: 'b' }))))).toEqual([]);
    expect(read(Buffer.alloc(0))).toEqual({ entries: [], faults: [] });
  });
  it('fields of one pax header for one file only, not for a header in between [30]', () => {
    expect(
      summary(read(tarOf(paxPart({ path: 'renamed' }), { name: 'L', type: 'L', content: 'ignored\0' }, { name: 'a' }, { name: 'b' }))),
    ).toEqual(['file renamed', 'file b']);
  });
});

describe('what it reports', () => {
  const hugeSize = base256(2n ** 62n);
  const cases: [string, Buffer, string[], string[]][] = [
    [
      'a cut in a header [4]',
      Buffer.concat([tarPart({ name: 'a', content: 'A' }), tarHeader({ name: 'b' }).subarray(0, 200)]),
      ['file a A'],
      ['archive truncated'],
    ],
    [
      'a cut in a body [5]',
      Buffer.concat([tarPart({ name: 'a' }), tarPart({ name: 'b', content: 'x'.repeat(600) }).subarray(0, 700)]),
      ['file a', `file b ${'x'.repeat(188)}`],
      ['archive truncated'],
    ],
    ['a wrong first checksum [6]', tarOf({ name: 'a', spoil: (h) => h.write('z', 0) }), [], ['archive not-a-tar']],
    [
      'a wrong checksum in the middle [7]',
      tarOf({ name: 'a' }, { name: 'b', spoil: (h) => h.write('z', 0) }, { name: 'c' }),
      ['file a'],
      ['archive header'],
    ],
    [
      'octal that is none [9]',
      tarOf({ name: 'a' }, { name: 'b', edit: (h) => h.write('0000000008x', 124, 'latin1') }),
      ['file a'],
      ['archive header'],
    ],
    ['a negative size [10]', tarOf({ name: 'a' }, { name: 'b', size: Buffer.alloc(12, 0xff) }), ['file a'], ['archive header']],
    ['a size of 2^62 on a short stream [11]', tarOf({ name: 'a' }, { name: 'b', size: hugeSize }), ['file a'], ['archive header']],
    [
      'a size of 2^40 on a short stream [11]',
      Buffer.concat([tarHeader({ name: 'b', size: base256(2n ** 40n) }), Buffer.alloc(600, 0x41)]),
      [`file b ${'A'.repeat(600)}`],
      ['archive truncated'],
    ],
    ['an unknown type [13]', tarOf({ name: 'a', type: 'Z', content: 'z' }, { name: 'b' }), ['other a z', 'file b'], ['entry type']],
    ['a global header that renames everything [25]', tarOf(paxPart({ path: 'all' }, 'g'), { name: 'a' }), ['file a'], ['note global-pax']],
    [
      'a pax size that differs from the header [26]',
      tarOf(paxPart({ size: '2' }), { name: 'a', content: 'xy', size: 512 }, { name: 'b' }),
      ['file a xy', 'file b'],
      ['note size-disagreement'],
    ],
    [
      'a malformed pax record [27]',
      tarOf({ name: 'x', type: 'x', content: '99 path=a\n' }, { name: 'a' }, { name: 'b' }),
      ['file b'],
      ['entry pax'],
    ],
    ['a pax record of length 0 [27]', tarOf({ name: 'x', type: 'x', content: '0 path=a\n' }, { name: 'a' }), [], ['entry pax']],
    ['a NUL in a pax name [29]', tarOf({ name: 'x', type: 'x', content: paxRecord('path', 'a\0b') }, { name: 'a' }), [], ['entry pax']],
    [
      'a pax header over its bound [28]',
      tarOf({ name: 'x', type: 'x', content: Buffer.alloc(5_000, 0x20) }, { name: 'a' }, { name: 'b' }),
      ['file b'],
      ['entry meta-size'],
    ],
    [
      'too many pax records [28]',
      tarOf({ name: 'x', type: 'x', content: Buffer.concat(Array.from({ length: 51 }, () => paxRecord('a', 'b'))) }, { name: 'a' }),
      [],
      ['entry pax'],
    ],
    [
      'a long name over its bound [32]',
      tarOf({ name: 'L', type: 'L', content: Buffer.alloc(5_000, 0x61) }, { name: 'a' }, { name: 'b' }),
      ['file b'],
      ['entry meta-size'],
    ],
    [
      'a long chain of metadata [32]',
      tarOf(...Array.from({ length: 9 }, () => ({ name: 'L', type: 'L', content: 'x\0' })), { name: 'a' }, { name: 'b' }),
      ['file b'],
      ['entry meta-size'],
    ],
    ['bytes after the end [35]', Buffer.concat([tarOf({ name: 'a' }), tarOf({ name: 'hidden' })]), ['file a'], ['note trailing']],
    [
      'a path that is too deep [37]',
      tarOf(paxPart({ path: 'd/'.repeat(70) + 'f' }), { name: 'a' }, { name: 'b' }),
      ['file b'],
      ['entry name'],
    ],
    ['a link without a target [130]', tarOf({ name: 'l', type: '2' }, { name: 'b' }), ['file b'], ['entry name']],
    ['a program [39]', Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(2_000, 7)]), [], ['archive not-a-tar']],
    ['a web page [39]', Buffer.from(`<html>${'login '.repeat(200)}`), [], ['archive not-a-tar']],
    [
      'a lone zero block',
      Buffer.concat([tarPart({ name: 'a' }), Buffer.alloc(512), tarPart({ name: 'b' }), tarEnd]),
      ['file a'],
      ['archive header'],
    ],
  ];
  it.each(cases)('%s', (_name, archive, entries, faults) => {
    for (const chunkBytes of [archive.length, 100, 512]) {
      const result = read(archive, chunkBytes);
      expect(summary(result)).toEqual(entries);
      expect(kinds(result)).toEqual(faults);
    }
  });
  it('more files than the bound, and no fewer [36]', () => {
    const archive = tarOf({ name: 'a' }, { name: 'b' }, { name: 'c' });
    expect(kinds(read(archive, 512, { entries: 3 }))).toEqual([]);
    expect(kinds(read(archive, 512, { entries: 2 }))).toEqual(['archive too-many-entries']);
    expect(summary(read(archive, 512, { entries: 2 }))).toEqual(['file a', 'file b']);
  });
  it('accepts metadata just under the limit', () => {
    const name = 'n'.repeat(4_000);
    expect(summary(read(tarOf({ name: 'L', type: 'L', magic: 'gnu', content: `${name}\0` }, { name: 'a', magic: 'gnu' })))).toEqual([
      `file ${name}`,
    ]);
  });
});

describe('sparse files [33, 34]', () => {
  const map = (h: Buffer, pairs: readonly number[], realSize: number): void => {
    pairs.forEach((value, i) => h.write(`${value.toString(8).padStart(11, '0')}\0`, 386 + i * 12, 'latin1'));
    h.write(`${realSize.toString(8).padStart(11, '0')}\0`, 483, 'latin1');
  };
  const logical = `\0\0\0\0ABCD\0\0`;
  it('the old GNU format', () => {
    expect(
      summary(read(tarOf({ name: 's', type: 'S', magic: 'gnu', content: 'ABCD', edit: (h) => map(h, [4, 4], 10) }, { name: 'b' }))),
    ).toEqual([`file s ${logical}`, 'file b']);
  });
  it('formats 0.0, 0.1 and 1.0', () => {
    const format00 = {
      name: 'x',
      type: 'x',
      content: Buffer.concat([
        paxRecord('GNU.sparse.size', '10'),
        paxRecord('GNU.sparse.numblocks', '1'),
        paxRecord('GNU.sparse.offset', '4'),
        paxRecord('GNU.sparse.numbytes', '4'),
      ]),
    };
    const format01 = paxPart({ 'GNU.sparse.size': '10', 'GNU.sparse.map': '4,4', 'GNU.sparse.name': 's' });
    const format10 = paxPart({ 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 's', 'GNU.sparse.realsize': '10' });
    const leading = Buffer.alloc(512);
    leading.write('1\n4\n4\n');
    expect(summary(read(tarOf(format00, { name: 's', content: 'ABCD' }, { name: 'b' })))).toEqual([`file s ${logical}`, 'file b']);
    expect(summary(read(tarOf(format01, { name: 'GNUSparseFile.0/s', content: 'ABCD' }, { name: 'b' })))).toEqual([
      `file s ${logical}`,
      'file b',
    ]);
    for (const chunkBytes of [100, 512, 5_000]) {
      expect(
        summary(
          read(
            tarOf(format10, { name: 'GNUSparseFile.0/s', content: Buffer.concat([leading, Buffer.from('ABCD')]) }, { name: 'b' }),
            chunkBytes,
          ),
        ),
      ).toEqual([`file s ${logical}`, 'file b']);
    }
  });
  it.each([
    ['descends', '8,2,4,2'],
    ['overlaps', '2,4,4,2'],
    ['leaves the file', '8,4'],
    ['does not add up', '4,2'],
    ['is no list', '4,x'],
  ])('a map that %s', (_name, segments) => {
    const result = read(
      tarOf(paxPart({ 'GNU.sparse.size': '10', 'GNU.sparse.map': segments }), { name: 's', content: 'ABCD' }, { name: 'b' }),
    );
    expect(summary(result)).toEqual(['file b']);
    expect(kinds(result)).toEqual(['entry sparse']);
  });
  it('a logical size of 8 EiB is listed and never made', () => {
    const result = read(tarOf(paxPart({ 'GNU.sparse.size': String(2 ** 60), 'GNU.sparse.map': '0,4' }), { name: 's', content: 'ABCD' }));
    expect(kinds(result)).toEqual(['entry sparse']);
  });
});

describe('against other programs', () => {
  it('reads what GNU tar writes, in each of its formats, sparse files and hard links among it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pratique-tar-'));
    try {
      const deep = join(folder, 'in', 'd'.repeat(90), 'e'.repeat(90));
      mkdirSync(deep, { recursive: true });
      writeFileSync(join(deep, 'f'.repeat(90)), 'deep');
      writeFileSync(join(folder, 'in', 'plain'), 'plain');
      linkSync(join(folder, 'in', 'plain'), join(folder, 'in', 'same'));
      symlinkSync('plain', join(folder, 'in', 'link'));
      execFileSync('truncate', ['-s', '3M', join(folder, 'in', 'sparse')]);
      for (const format of ['gnu', 'pax', 'posix', 'oldgnu']) {
        const archive = execFileSync('tar', ['-C', join(folder, 'in'), '--sparse', '--sort=name', `--format=${format}`, '-cf', '-', '.'], {
          maxBuffer: 1 << 26,
        });
        const result = read(archive, 4_096);
        expect(result.faults).toEqual([]);
        const listed = execFileSync('tar', ['-tf', '-'], { input: archive }).toString().trim().split('\n');
        expect(result.entries.map(({ path }) => path)).toEqual(listed.map((name) => name.replace(/^\.\//, '').replace(/\/$/, '')));
        expect(result.entries.find(({ path }) => path === 'sparse')).toMatchObject({ size: 3 << 20, content: '\0'.repeat(3 << 20) });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('reads what tar-stream writes, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            name: fc.string({ minLength: 1, maxLength: 300 }).filter((name) => !/[\0/]/.test(name) && !/^\.{1,2}$/.test(name)),
            content: fc.string({ maxLength: 2_000 }),
          }),
          { maxLength: 12 },
        ),
        fc.integer({ min: 1, max: 3_000 }),
        async (files, chunkBytes) => {
          const packer = pack();
          for (const file of files) packer.entry({ name: file.name }, file.content);
          packer.finalize();
          const chunks: Buffer[] = [];
          for await (const chunk of packer) chunks.push(chunk as Buffer);
          const result = read(Buffer.concat(chunks), chunkBytes);
          expect(result.faults).toEqual([]);
          expect(result.entries.map(({ path, content }) => [path, Buffer.from(content, 'latin1').toString()])).toEqual(
            files.map(({ name, content }) => [name, content]),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
  it('never throws and always ends, for any bytes', () => {
    const archive = tarOf(
      paxPart({ path: 'renamed' }),
      { name: 'a', content: 'A'.repeat(900) },
      { name: 'L', type: 'L', magic: 'gnu', content: 'long\0' },
      { name: 'b' },
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { maxLength: 20 }),
        fc.nat(archive.length),
        (changes, length) => {
          const spoilt = Buffer.from(archive);
          for (const [at, byte] of changes) spoilt[at] = byte;
          read(spoilt.subarray(0, length), 700);
        },
      ),
      { numRuns: 500 },
    );
  });
});

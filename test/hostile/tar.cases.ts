import { gzipSync } from 'node:zlib';
import { base256, paxPart, paxRecord, tarHeader, tarOf, tarPart, type TarPart } from '../support/tar-builder.ts';
import { clean, image, noted, partial, tarLayer, type HostileCase } from './hostile-case.ts';

const raw = (bytes: Buffer): { blob: Buffer } => ({ blob: gzipSync(bytes) });
const spoil = (header: Buffer): void => void header.write('~', 0);

/** Group A: the tar stream. */
export const tarCases: readonly HostileCase[] = [
  image([1], 'a layer of no bytes', [{ blob: Buffer.alloc(0), mediaType: 'application/vnd.oci.image.layer.v1.tar' }], clean),
  tarLayer([2], 'two zero blocks', [], clean),
  image([3], 'no end blocks', [raw(tarPart({ name: 'a' }))], clean),
  image(
    [4],
    'cut in a header',
    [raw(Buffer.concat([tarPart({ name: 'a' }), tarHeader({ name: 'b' }).subarray(0, 99)]))],
    partial('LAYER_TRUNCATED'),
  ),
  image(
    [5],
    'cut in a body',
    [
      raw(
        Buffer.concat([
          tarPart({ name: 'a' }),
          tarPart({ name: 'app/node_modules/x/package.json', content: '{"name":"x","version":"1.0.0"}'.padEnd(900) }).subarray(0, 800),
        ]),
      ),
    ],
    partial('ENTRY_INVALID', 'LAYER_TRUNCATED'),
  ),
  tarLayer([6], 'a wrong first checksum', [{ name: 'a', spoil }], partial('LAYER_NOT_FILESYSTEM')),
  tarLayer(
    [7],
    'a wrong checksum in the middle',
    [{ name: 'a' }, { name: 'b', spoil }, { name: 'var/lib/dpkg/.wh.status' }],
    partial('LAYER_UNREADABLE'),
  ),
  tarLayer(
    [8],
    'numbers with blanks and NULs',
    [{ name: 'a', content: 'xy', edit: (h) => void h.write('  2 \0\0\0\0\0\0\0', 124, 'latin1') }],
    clean,
  ),
  tarLayer([9], 'octal that is none', [{ name: 'a' }, { name: 'b', edit: (h) => void h.write('0x1F', 124) }], partial('LAYER_UNREADABLE')),
  tarLayer([10], 'a negative size', [{ name: 'a' }, { name: 'b', size: Buffer.alloc(12, 0xff) }], partial('LAYER_UNREADABLE')),
  tarLayer([11], 'a size of 2^63-1', [{ name: 'a' }, { name: 'b', size: base256(2n ** 63n - 1n) }], partial('LAYER_UNREADABLE')),
  image(
    [11],
    'a wanted file that claims 2^40 bytes',
    [raw(tarHeader({ name: 'var/lib/dpkg/info/x.list', size: base256(2n ** 40n) }))],
    partial('FILE_TOO_LARGE', 'LAYER_TRUNCATED'),
  ),
  tarLayer(
    [12],
    'sizes on types that have no content',
    [
      { name: 'd', type: '5', size: 600 },
      { name: 'l', type: '2', link: 'd', size: 9_999 },
    ],
    clean,
  ),
  tarLayer([13], 'a type that nobody knows', [{ name: 'z', type: 'Z' }], partial('ENTRY_INVALID')),
  tarLayer(
    [14],
    'devices and FIFOs',
    [
      { name: 'c', type: '3' },
      { name: 'b', type: '4' },
      { name: 'p', type: '6' },
    ],
    clean,
  ),
  tarLayer(
    [15, 16, 17, 19, 20],
    'names of every kind',
    ['/abs', 'C:\\x', '..', 'a/../../b', '\\\\server\\x', './x', '//x', 'x', 'e\x1b[2Jf', 'new\nline', '.', '/', 'ß', 'ss', 'A', 'a'].map(
      (name): TarPart => ({ name }),
    ),
    clean,
  ),
  tarLayer([18], 'names that are no UTF-8', [{ name: 'n\xff' }, { name: 'n\xfe' }], clean),
  tarLayer(
    [21, 22],
    'one path several times and as several types',
    [{ name: 'x' }, { name: 'x', type: '5' }, { name: 'x/y' }, { name: 'x' }],
    clean,
  ),
  tarLayer([23], 'a file under a file', [{ name: 'a' }, { name: 'a/b' }], partial('ENTRY_INVALID')),
  tarLayer([24], 'names of 100, 155 and 255 bytes', [{ name: 'n'.repeat(100) }, { name: 'n'.repeat(99), prefix: 'p'.repeat(155) }], clean),
  tarLayer(
    [25],
    'a global header that renames',
    [paxPart({ path: 'var/lib/dpkg/status' }, 'g'), { name: 'harmless', content: 'Package: forged\nVersion: 1\n' }],
    noted('ENTRY_AMBIGUOUS'),
  ),
  tarLayer(
    [26],
    'a hidden archive behind a pax size',
    [paxPart({ size: '1' }), { name: 'a', content: 'x', size: 512 }],
    noted('ENTRY_AMBIGUOUS'),
  ),
  tarLayer(
    [27],
    'pax records of wrong lengths',
    [
      { name: 'x', type: 'x', content: '999999999999 path=a\n' },
      { name: 'a' },
      { name: 'x', type: 'x', content: '6 pat\n' },
      { name: 'b' },
    ],
    partial('ENTRY_INVALID'),
  ),
  tarLayer(
    [28],
    'a pax header of 2 MiB',
    [{ name: 'x', type: 'x', content: Buffer.alloc(2 << 20, 0x20) }, { name: 'a' }],
    partial('ENTRY_INVALID'),
  ),
  tarLayer(
    [28],
    'a hundred thousand pax records',
    [{ name: 'x', type: 'x', content: Buffer.concat(Array.from({ length: 100_000 }, () => paxRecord('a', '1'))) }, { name: 'a' }],
    partial('ENTRY_INVALID'),
  ),
  tarLayer(
    [29],
    'a NUL in a pax name',
    [{ name: 'x', type: 'x', content: paxRecord('path', 'var/lib/dpkg/status\0x') }, { name: 'a' }],
    partial('ENTRY_INVALID'),
  ),
  tarLayer(
    [30, 31],
    'metadata headers in a row and before the end',
    [paxPart({ path: 'p' }), { name: 'L', type: 'L', content: 'l\0' }, { name: 'a' }, paxPart({ path: 'q' })],
    clean,
  ),
  tarLayer(
    [32],
    'a long name of 2 MiB',
    [{ name: 'L', type: 'L', content: Buffer.alloc(2 << 20, 0x61) }, { name: 'a' }],
    partial('ENTRY_INVALID'),
  ),
  tarLayer(
    [32],
    'a long chain of long names',
    [...Array.from({ length: 20 }, (): TarPart => ({ name: 'L', type: 'L', content: 'a\0' })), { name: 'a' }],
    partial('ENTRY_INVALID'),
  ),
  tarLayer(
    [33],
    'a sparse file of 8 EiB',
    [paxPart({ 'GNU.sparse.size': String(2n ** 63n), 'GNU.sparse.map': '0,4' }), { name: 's', content: 'ABCD' }],
    partial('ENTRY_INVALID'),
  ),
  tarLayer(
    [33],
    'a wanted sparse file of 1 TiB',
    [paxPart({ 'GNU.sparse.size': String(2 ** 40), 'GNU.sparse.map': '0,4' }), { name: 'var/lib/dpkg/info/x.list', content: 'ABCD' }],
    partial('FILE_TOO_LARGE'),
  ),
  tarLayer(
    [34],
    'sparse maps that overlap and descend',
    [
      paxPart({ 'GNU.sparse.size': '10', 'GNU.sparse.map': '0,2,1,2' }),
      { name: 's', content: 'ABCD' },
      paxPart({ 'GNU.sparse.size': '10', 'GNU.sparse.map': '8,2,0,2' }),
      { name: 't', content: 'ABCD' },
    ],
    partial('ENTRY_INVALID'),
  ),
  image(
    [35],
    'an archive after the end of the archive',
    [raw(Buffer.concat([tarOf({ name: 'a' }), tarOf({ name: 'var/lib/dpkg/status', content: 'Package: forged\nVersion: 1\n' })]))],
    noted('LAYER_TRAILING_BYTES'),
  ),
  tarLayer(
    [37],
    'a path of two thousand directories',
    [paxPart({ path: 'd/'.repeat(2_000) + 'f' }), { name: 'a' }],
    partial('ENTRY_INVALID'),
  ),
  tarLayer([37], 'a path just under the bound', [paxPart({ path: 'd/'.repeat(1_020) + 'f' }), { name: 'a' }], clean),
  tarLayer([37], 'a path of 70 kB', [paxPart({ path: 'd'.repeat(70_000) }), { name: 'a' }], partial('ENTRY_INVALID')),
  image(
    [39],
    'a program as a layer',
    [raw(Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(3_000, 9)]))],
    partial('LAYER_NOT_FILESYSTEM'),
  ),
  image(
    [39],
    'a login page as a layer',
    [{ blob: Buffer.from(`<html>${'<p>log in'.repeat(99)}`), mediaType: 'application/vnd.oci.image.layer.v1.tar' }],
    partial('LAYER_NOT_FILESYSTEM'),
  ),
  tarLayer([40], 'extended attributes of 1 MB', [paxPart({ 'SCHILY.xattr.user.a': 'x'.repeat(1_000_000) }), { name: 'a' }], clean),
  tarLayer(
    [41],
    'times and ids of every kind',
    [
      paxPart({ mtime: '1.5.5', uid: '99999999999999', gid: '-1' }),
      { name: 'a' },
      { name: 'b', edit: (h) => base256(2n ** 40n, 8).copy(h, 108) },
    ],
    clean,
  ),
  image(
    [42],
    'one layer three times',
    Array.from({ length: 3 }, () => raw(tarOf({ name: 'a' }))),
    clean,
  ),
];

import { deflateRawSync, gzipSync } from 'node:zlib';
import { tarOf, tarPart } from '../support/tar-builder.ts';
import { sha256, type RawLayer } from '../support/raw-layout.ts';
import { clean, image, noted, partial, type HostileCase } from './hostile-case.ts';

const tar = tarOf({ name: 'a', content: 'A'.repeat(2_000) });
const gzip = gzipSync(tar);
const zstdType = 'application/vnd.oci.image.layer.v1.tar+zstd';
const frame = (...bytes: number[]): RawLayer => ({
  diffId: sha256(Buffer.alloc(0)),
  blob: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...bytes]),
  mediaType: zstdType,
});
const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);

const emptyMember = Buffer.concat([gzipHeader, deflateRawSync(Buffer.alloc(0)), Buffer.alloc(8)]);

/** Group B: compression. */
export const compressionCases: readonly HostileCase[] = [
  image([44], 'gzip in gzip', [{ blob: gzipSync(gzip), diffId: sha256(gzip) }], partial('LAYER_NOT_FILESYSTEM')),
  image([46], 'gzip cut in the middle', [{ blob: gzip.subarray(0, gzip.length - 20), diffId: sha256(tar) }], partial('LAYER_TRUNCATED')),
  image([46], 'gzip cut in its header', [{ blob: gzip.subarray(0, 7), diffId: sha256(tar) }], partial('LAYER_TRUNCATED')),
  image([47], 'a wrong CRC', [{ blob: flip(gzip, gzip.length - 8), diffId: sha256(tar) }], partial('LAYER_UNREADABLE')),
  image([47, 52], 'a wrong length at the end', [{ blob: flip(gzip, gzip.length - 1), diffId: sha256(tar) }], partial('LAYER_UNREADABLE')),
  image(
    [48],
    'bytes after the last member',
    [{ blob: Buffer.concat([gzip, Buffer.from('trailing')]), diffId: sha256(tar) }],
    partial('LAYER_UNREADABLE'),
  ),
  image([48], 'zeros after the last member', [{ blob: Buffer.concat([gzip, Buffer.alloc(5_000)]), diffId: sha256(tar) }], clean),
  image(
    [49],
    'several members',
    [{ blob: Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]), diffId: sha256(tar) }],
    clean,
  ),
  image(
    [50],
    'an endless name in the header',
    [{ blob: Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(1 << 20, 0x41)]), diffId: sha256(tar) }],
    partial('LAYER_UNREADABLE'),
  ),
  image(
    [51],
    'a hundred thousand empty members',
    [{ blob: Buffer.concat([gzip, ...Array.from({ length: 100_000 }, () => emptyMember)]), diffId: sha256(tar) }],
    clean,
  ),
  image(
    [53],
    'impossible distances',
    [{ blob: Buffer.concat([gzipHeader, Buffer.from([0x63, 0x00, 0xff, 0xff, 0xff])]), diffId: sha256(tar) }],
    partial('LAYER_UNREADABLE'),
  ),
  image([54], 'a zstd window of 2 GiB', [frame(0x00, 21 << 3, 0x01, 0, 0)], partial('LAYER_UNREADABLE')),
  image([54], 'a zstd window of 2^41', [frame(0x00, 31 << 3, 0x01, 0, 0)], partial('LAYER_UNREADABLE')),
  image([55], 'a short zstd frame with a window of 128 MiB', [frame(0x00, 17 << 3, 0x01, 0, 0)], clean, {
    maxMemoryMb: 300,
  }),
  image([56], 'a zstd content size of 2^62', [frame(0xc0, 0x00, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x01, 0, 0)], clean),
  image([57], 'zstd with a dictionary', [frame(0x21, 42, 5, 0x29, 0, 0, 1, 2, 3, 4, 5)], partial('LAYER_UNREADABLE')),
  image(
    [58],
    'a zstd skippable frame of 4 GiB that is cut',
    [{ blob: Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0xff, 0xff, 0xff, 0xff, 1, 2, 3]), mediaType: zstdType, diffId: sha256(tar) }],
    partial('LAYER_UNREADABLE'),
  ),
  image([59], 'a reserved zstd block type', [frame(0x00, 0x58, 0x07, 0, 0)], partial('LAYER_UNREADABLE')),
  image(
    [60],
    'half a million empty zstd frames',
    [
      {
        blob: Buffer.concat(Array.from({ length: 500_000 }, () => Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 0, 1, 0, 0]))),
        mediaType: zstdType,
        diffId: sha256(Buffer.alloc(0)),
      },
    ],
    clean,
    { maxProcessorMs: 30_000 },
  ),
  image([61], 'gzip that is called zstd', [{ blob: gzip, mediaType: zstdType }], noted('LAYER_MEDIA_TYPE')),
  image([61], 'a plain tar that is called gzip', [{ blob: tar }], noted('LAYER_MEDIA_TYPE')),
  image([62], 'xz', [{ blob: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]) }], partial('LAYER_NOT_FILESYSTEM')),
  image([62], 'bzip2', [{ blob: Buffer.from('BZh91AY&SY') }], partial('LAYER_NOT_FILESYSTEM')),
  image(
    [38, 43],
    'a bomb of a thousand to one',
    [{ blob: gzipSync(Buffer.concat([tarPart({ name: 'zeros', content: Buffer.alloc(200 << 20) }), Buffer.alloc(1_024)]), { level: 9 }) }],
    clean,
    { maxMemoryMb: 200 },
  ),
];

function flip(bytes: Buffer, at: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[at]! ^= 0x10;
  return flipped;
}

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { tarOf, tarPart } from '../../test/support/tar-builder.ts';
import { parseDigest, toDigest, type Digest, type DigestAlgorithm } from '../model/digest.ts';
import { type FileEntry } from '../model/file-entry.ts';
import { type Inspector, type LayerIndex } from '../model/layer-index.ts';
import { makeSelectorIndex } from '../model/selector-index.ts';
import { type LayerAlgorithms } from './layer-digests.ts';
import { decodeLayerIndex } from './layer-index-codec.ts';
import { LayerReader, type ExpectedLayer } from './layer-reader.ts';

const selectors = makeSelectorIndex([{ names: ['kept'], maxBytes: 100 }]);
const digestOf = (bytes: Buffer, algorithm: DigestAlgorithm = 'sha256'): Digest =>
  toDigest(algorithm, createHash(algorithm).update(bytes).digest('hex'));

interface ReadOptions {
  readonly chunkBytes?: number;
  readonly problem?: string;
  readonly inspectors?: Inspector[];
  readonly algorithms?: LayerAlgorithms;
}

const both: LayerAlgorithms = { blob: 'sha256', tar: 'sha256' };

function read(blob: Buffer, expected: ExpectedLayer = {}, options: ReadOptions = {}): LayerIndex {
  const { chunkBytes = 700, inspectors = [], algorithms = {} } = options;
  const reader = new LayerReader({ selectors, inspectors, expected, algorithms });
  for (let at = 0; at < blob.length; at += chunkBytes) void reader.push(blob.subarray(at, at + chunkBytes));
  return decodeLayerIndex(reader.end(options.problem));
}

const codes = (index: LayerIndex): string[] => index.issues.map(({ code }) => code);
const keptOf = (index: LayerIndex): string[] => [...index.kept].map(([path, { content }]) => `${path}: ${Buffer.from(content).toString()}`);
const tar = tarOf(
  { name: 'kept', content: 'content' },
  { name: 'other', content: 'not wanted' },
  { name: 'l', type: '2', link: 'kept', mode: 0o777, uid: 7 },
);
const gzip = gzipSync(tar);

describe('a layer', () => {
  it('lists its entries, computes its digests and keeps the selected files', () => {
    const expected = { digest: digestOf(gzip), size: gzip.length, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' };
    const index = read(gzip, expected, { algorithms: { tar: 'sha256' } });
    expect({ ...index, entries: [...index.entries], kept: keptOf(index) }).toEqual({
      digest: digestOf(gzip),
      diffId: digestOf(tar),
      compressedBytes: gzip.length,
      uncompressedBytes: tar.length,
      whiteouts: [],
      opaqueDirectories: [],
      facts: [],
      issues: [],
      kept: ['kept: content'],
      entries: [
        { path: 'kept', name: 'kept', type: 'file', size: 7, mode: 0o644, userId: 0, groupId: 0 },
        { path: 'other', name: 'other', type: 'file', size: 10, mode: 0o644, userId: 0, groupId: 0 },
        { path: 'l', name: 'l', type: 'symlink', size: 0, mode: 0o777, userId: 7, groupId: 0, linkTarget: 'kept' },
      ] satisfies FileEntry[],
    });
  });
  it.each([1, 5, 6, 512, 1_000_000])('gives the same index in chunks of %i bytes', (chunkBytes) => {
    const index = read(gzip, { digest: digestOf(gzip) }, { chunkBytes, algorithms: both });
    expect([keptOf(index), codes(index), index.digest, index.diffId]).toEqual([['kept: content'], [], digestOf(gzip), digestOf(tar)]);
  });
  it.each<[string, Buffer, ExpectedLayer, LayerAlgorithms, Pick<LayerIndex, 'digest' | 'diffId'>]>([
    ['gzip, nothing asked for', gzip, {}, {}, {}],
    ['gzip, digest expected', gzip, { digest: digestOf(gzip) }, {}, { digest: digestOf(gzip) }],
    ['gzip, diffID asked for', gzip, {}, { tar: 'sha256' }, { diffId: digestOf(tar) }],
    ['gzip, diffID by SHA-512', gzip, {}, { tar: 'sha512' }, { diffId: digestOf(tar, 'sha512') }],
    ['gzip, both', gzip, {}, both, { digest: digestOf(gzip), diffId: digestOf(tar) }],
    ['a plain tar, digest expected', tar, { digest: digestOf(tar) }, {}, { digest: digestOf(tar), diffId: digestOf(tar) }],
    ['a plain tar, diffID asked for', tar, {}, { tar: 'sha256' }, { digest: digestOf(tar), diffId: digestOf(tar) }],
    ['a plain tar, both', tar, {}, both, { digest: digestOf(tar), diffId: digestOf(tar) }],
    [
      'a plain tar, by two algorithms',
      tar,
      { digest: digestOf(tar, 'sha512') },
      { tar: 'sha256' },
      { digest: digestOf(tar, 'sha512'), diffId: digestOf(tar) },
    ],
  ])('computes only the digests that are needed: %s', (_name, blob, expected, algorithms, computed) => {
    const { digest, diffId, issues } = read(blob, expected, { algorithms });
    expect({ digest, diffId, issues }).toEqual({ digest: undefined, diffId: undefined, ...computed, issues: [] });
  });
  it('has no entries when it is of no bytes or of two zero blocks [1, 2]', () => {
    for (const blob of [Buffer.alloc(0), tarOf(), gzipSync(tarOf())])
      expect([read(blob).entries.length, codes(read(blob))]).toEqual([0, []]);
  });
  it('keeps the last file of a path, and nothing when the last entry is not a file', () => {
    expect(keptOf(read(tarOf({ name: 'kept', content: 'one' }, { name: 'kept', content: 'two' })))).toEqual(['kept: two']);
    expect(keptOf(read(tarOf({ name: 'kept', content: 'one' }, { name: 'kept', type: '5' })))).toEqual([]);
  });
  it('reports a selected file over its size limit and keeps one at the limit', () => {
    expect(keptOf(read(tarOf({ name: 'kept', content: 'x'.repeat(100) })))).toEqual([`kept: ${'x'.repeat(100)}`]);
    const over = read(tarOf({ name: 'kept', content: 'x'.repeat(101) }));
    expect([keptOf(over), codes(over)]).toEqual([[], ['FILE_TOO_LARGE']]);
  });
});

describe('a layer that does not match its documents', () => {
  const wrong = parseDigest(`sha256:${'0'.repeat(64)}`);
  it('drops all content when the digest does not match [98]', () => {
    const index = read(gzip, { digest: wrong });
    expect([index.entries.length, index.kept.size, codes(index)]).toEqual([0, 0, ['LAYER_DIGEST_MISMATCH']]);
  });
  it('has no diffID when it was not inflated to its end', () => {
    const index = read(gzip.subarray(0, gzip.length - 4), {}, { algorithms: both });
    expect([index.digest, index.diffId, codes(index)]).toEqual([
      digestOf(gzip.subarray(0, gzip.length - 4)),
      undefined,
      ['LAYER_TRUNCATED'],
    ]);
  });
  it('reports a wrong size [99]', () => {
    expect(codes(read(gzip, { size: gzip.length + 1 }))).toEqual(['LAYER_SIZE_MISMATCH']);
  });
  it('trusts magic bytes over the media type [61]', () => {
    const index = read(gzip, { mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd' });
    expect([keptOf(index), codes(index)]).toEqual([['kept: content'], ['LAYER_MEDIA_TYPE']]);
  });
  it.each([
    ['xz [62]', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2]), ['LAYER_NOT_FILESYSTEM']],
    ['bzip2 [62]', Buffer.from('BZh91AY'), ['LAYER_NOT_FILESYSTEM']],
    ['a page [39]', Buffer.from('<html>'.repeat(200)), ['LAYER_NOT_FILESYSTEM']],
    ['gzip in gzip [44]', gzipSync(gzip), ['LAYER_NOT_FILESYSTEM']],
  ])('reports a layer that is %s', (_name, blob, expected) => {
    expect(codes(read(blob))).toEqual(expected);
  });
  it('keeps what came before the place where it was cut [46]', () => {
    const long = tarOf(
      { name: 'kept', content: 'content' },
      ...Array.from({ length: 300 }, (_, i) => ({ name: `f${i}`, content: createHash('sha512').update(String(i)).digest() })),
    );
    const blob = gzipSync(long);
    const index = read(blob.subarray(0, blob.length >> 1));
    expect([keptOf(index), codes(index)]).toEqual([['kept: content'], ['LAYER_TRUNCATED']]);
  });
  it('reports a wrong checksum at its end and bytes after it [47, 48]', () => {
    const spoilt = Buffer.from(gzip);
    spoilt[spoilt.length - 6]! ^= 1;
    expect(codes(read(spoilt))).toContain('LAYER_UNREADABLE');
    expect(codes(read(Buffer.concat([gzip, Buffer.from('more')])))).toEqual(['LAYER_UNREADABLE']);
  });
  it('reads several gzip members [49]', () => {
    const halves = Buffer.concat([gzipSync(tar.subarray(0, 600)), gzipSync(tar.subarray(600))]);
    const index = read(halves, {}, { algorithms: both });
    expect([keptOf(index), codes(index), index.diffId]).toEqual([['kept: content'], [], digestOf(tar)]);
  });
  it('drops unverified content when the transfer broke', () => {
    const index = read(gzip.subarray(0, 60), { digest: digestOf(gzip) }, { problem: 'connection reset' });
    expect([index.entries.length, index.issues.find(({ code }) => code === 'LAYER_UNREADABLE')?.message]).toEqual([0, 'connection reset']);
  });
  it('lists a hundred issues of a kind and counts the rest', () => {
    const index = read(
      Buffer.concat([...Array.from({ length: 150 }, (_, i) => tarPart({ name: `z${i}`, type: 'Z' })), Buffer.alloc(1_024)]),
    );
    expect(index.issues.length).toBe(101);
    expect(index.issues[100]?.message).toBe('and 50 more of the same');
  });
});

it('gives inspectors whole files, with chunks of any size', () => {
  const inspector: Inspector = {
    id: 'sum',
    version: 1,
    minFileBytes: 8,
    maxStateBytes: 8,
    wants: (_entry, head) => Buffer.from(head).toString('latin1', 0, 2) === 'no',
    open() {
      let total = 0;
      return { write: (chunk) => void (total += chunk.length), end: (isComplete) => (isComplete ? [total] : []) };
    },
  };
  for (const chunkBytes of [1, 3, 10_000])
    expect(read(tar, {}, { chunkBytes, inspectors: [inspector] }).facts).toEqual([{ inspectorId: 'sum', path: 'other', value: 10 }]);
});

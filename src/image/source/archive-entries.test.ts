import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { paxPart, tarEnd, tarOf, tarPart } from '../../../test/support/tar-builder.ts';
import { readArchiveEntries, resolveEntry, type ArchiveEntries, type ArchiveEntry } from './archive-entries.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-entries-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function list(archive: Buffer): Promise<ArchiveEntries> {
  const path = join(folder, 'a.tar');
  writeFileSync(path, archive);
  const file = await open(path);
  try {
    return await readArchiveEntries(file, archive.length, 'a.tar', new AbortController().signal);
  } finally {
    await file.close();
  }
}

const noEnd = 'it has no end-of-archive marker, and may be truncated';
const at = (offset: number, length: number): object => ({ kind: 'file', stored: { offset, length } });

describe('readArchiveEntries', () => {
  it('lists files and links, and passes over everything else', async () => {
    const archive = tarOf(
      { name: './a/', type: '5' },
      { name: './a/one', content: 'x'.repeat(513) },
      { name: 'a/two', type: '2', link: '../b/three' },
      { name: 'a/abs', type: '2', link: '/b/three' },
      { name: 'a/hard', type: '1', link: './a/one' },
      { name: 'pipe', type: '6' },
      { name: 'b/three', content: '' },
    );
    expect(await list(archive)).toEqual({
      entries: new Map([
        ['a/one', at(1024, 513)],
        ['a/two', { kind: 'link', target: 'b/three' }],
        ['a/abs', { kind: 'link', target: 'b/three' }],
        ['a/hard', { kind: 'link', target: 'a/one' }],
        ['b/three', at(4608, 0)],
      ]),
    });
  });

  it('applies pax and GNU names and sizes', async () => {
    const long = `${'d/'.repeat(80)}layer.tar`;
    const archive = tarOf(
      paxPart({ path: long, size: '3' }),
      { name: 'short', content: 'abc', size: 0 },
      { name: '././@LongLink', type: 'L', content: `${'e'.repeat(150)}\0` },
      { name: 'cut', content: 'z' },
    );
    expect([...(await list(archive)).entries.keys()]).toEqual([long, 'e'.repeat(150)]);
    expect((await list(archive)).entries.get(long)).toEqual(at(1536, 3));
  });

  it('lets the last of duplicates count', async () => {
    const archive = tarOf(
      { name: 'm', content: 'first' },
      { name: './m', content: 'second' },
      { name: 'n', content: 'x' },
      { name: 'n', type: '5' },
    );
    expect((await list(archive)).entries).toEqual(new Map([['m', at(1536, 6)]]));
  });

  it.each<[string, Buffer, string?]>([
    ['an end mark', tarOf({ name: 'a', content: 'abc' })],
    ['one zero block', tarOf({ name: 'a', content: 'abc' }).subarray(0, 1536)],
    ['no end mark', tarPart({ name: 'a', content: 'abc' }), noEnd],
    ['no filling', tarPart({ name: 'a', content: 'abc' }).subarray(0, 515), noEnd],
    ['anything behind its end', Buffer.concat([tarOf({ name: 'a', content: 'abc' }), Buffer.from('garbage'.repeat(100))])],
  ])('accepts an archive with %s', async (_name, archive, flaw) => {
    expect(await list(archive)).toEqual({ entries: new Map([['a', at(512, 3)]]), ...(flaw === undefined ? {} : { flaw }) });
  });

  it('accepts an empty archive', async () => {
    expect(await list(tarEnd)).toEqual({ entries: new Map() });
  });

  it('reports where an archive is truncated and keeps its entries', async () => {
    const archive = tarOf({ name: 'a', content: 'abc' }, { name: 'b', content: 'x'.repeat(2_000) });
    expect(await list(archive.subarray(0, 2_000))).toEqual({
      entries: new Map([
        ['a', at(512, 3)],
        ['b', at(1536, 464)],
      ]),
      flaw: 'it ends inside b, after 2000 bytes',
    });
    expect(await list(archive.subarray(0, 1_100))).toEqual({
      entries: new Map([['a', at(512, 3)]]),
      flaw: 'it ends inside a header, after 1100 bytes',
    });
  });

  it.each<[string, Buffer, string, string]>([
    ['no tar', Buffer.alloc(2_048, 'x'), 'ARCHIVE_INVALID', 'a.tar is not a tar archive'],
    [
      'a damaged header',
      Buffer.concat([tarPart({ name: 'a' }), Buffer.alloc(512, 'x')]),
      'ARCHIVE_INVALID',
      'a.tar is damaged: no valid header 512 bytes from its start',
    ],
    [
      'a sparse file',
      tarOf({ name: 's', type: 'S', magic: 'gnu', content: 'x' }),
      'ARCHIVE_INVALID',
      'a.tar: s is stored as a sparse file',
    ],
    [
      'a pax sparse file',
      tarOf(paxPart({ 'GNU.sparse.major': '1' }), { name: 's', content: 'x' }),
      'ARCHIVE_INVALID',
      'a.tar: s is stored as a sparse file',
    ],
  ])('refuses %s', async (_name, archive, code, message) => {
    await expect(list(archive)).rejects.toMatchObject({ code, message });
  });

  it('accepts 100,000 headers and no more', async () => {
    const one = tarPart({ name: 'x' });
    expect((await list(Buffer.concat([Buffer.alloc(100_000 * 512, one), tarEnd]))).entries.size).toBe(1);
    await expect(list(Buffer.alloc(100_001 * 512, one))).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });
});

describe('resolveEntry', () => {
  const chain = (hops: number): ReadonlyMap<string, ArchiveEntry<string>> => {
    const entries = new Map<string, ArchiveEntry<string>>([[`l${hops}`, { kind: 'file', stored: 'found' }]]);
    for (let i = 0; i < hops; i++) entries.set(`l${i}`, { kind: 'link', target: `l${i + 1}` });
    return entries;
  };

  it('follows 40 links and no more', () => {
    expect(resolveEntry(chain(40), 'l0')).toBe('found');
    expect(resolveEntry(chain(41), 'l0')).toBeUndefined();
  });

  it('ends with a link to itself [90]', () => {
    expect(resolveEntry(new Map([['a', { kind: 'link', target: 'a' }]]), 'a')).toBeUndefined();
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { quietRuntime, type Runtime } from '../../../model/runtime.ts';
import { parseFeed } from '../../../../test/support/parse-feed.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { openFeedFolder } from '../../fetch/open-feed-folder.ts';
import { osvSource, osvSources } from './osv-source.ts';

const now = new Date('2026-11-20T00:00:00Z');
const runtime = quietRuntime({ now: () => now });

function recordOf(id: string, more: object = {}): object {
  const range = { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.0' }] };
  return { id, modified: '2026-01-01T00:00:00Z', affected: [{ package: { ecosystem: 'npm', name: 'a' }, ranges: [range] }], ...more };
}

/** Texts as entries of a zip. */
async function parseZip(
  files: Readonly<Record<string, string>>,
  change = (zip: Buffer): Buffer => zip,
  using_: Runtime = runtime,
): Promise<string[]> {
  const entries = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]));
  return await parseFile('osv/npm/all.zip', change(Buffer.from(zipSync(entries))), using_);
}

async function parseFile(path: string, bytes: Buffer, using_: Runtime = runtime): Promise<string[]> {
  using folder = temporaryFolder();
  mkdirSync(dirname(join(folder.path, path)), { recursive: true });
  writeFileSync(join(folder.path, path), bytes);
  const lines: string[] = [];
  for await (const item of osvSource('npm').parse(openFeedFolder(folder.path), using_)) {
    if ('code' in item) lines.push(`${item.code} ${item.origin} ${item.message}`);
    else if ('kind' in item) lines.push(JSON.stringify(item));
    else lines.push(`${item.id} ${item.aliases.join()} ${item.affected.length}`);
  }
  return lines;
}

function many(count: number, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const good = Array.from({ length: count }, (_, index) => [`GHSA-${index}.json`, JSON.stringify(recordOf(`GHSA-${index}`))]);
  return { ...(Object.fromEntries(good) as Record<string, string>), ...more };
}

describe('osvSource', () => {
  it('names its files as the publisher does', () => {
    expect(osvSource('redhat').files[0]).toEqual({
      path: 'osv/Red Hat/all.zip',
      upstream: 'https://osv-vulnerabilities.storage.googleapis.com/Red%20Hat/all.zip',
    });
    expect(new Set(osvSources.map(({ id }) => id)).size).toBe(osvSources.length);
  });

  it('reads a zip, and keeps what is in doubt for last', async () =>
    expect(
      await parseZip({
        'GHSA-2.json': JSON.stringify(
          recordOf('GHSA-2', { aliases: ['CVE-2021-0001', 'CVE-2026-0002'], modified: '2026-02-03T04:05:06.123456789Z' }),
        ),
        'GHSA-1.json': JSON.stringify(recordOf('GHSA-1', { aliases: ['CVE-2021-0001'] })),
        'GHSA-3.json': JSON.stringify(recordOf('GHSA-3', { withdrawn: '2026-01-01T00:00:00Z' })),
        'GHSA-4.json': JSON.stringify(recordOf('GHSA-4', { affected: [{ package: { ecosystem: 'Go', name: 'a' }, ranges: [] }] })),
        'README.txt': 'no record',
      }),
    ).toEqual([
      'GHSA-1 CVE-2021-0001 1',
      'GHSA-2 CVE-2026-0002 1',
      '{"kind":"summary","records":4,"withdrawn":1,"newest":"2026-02-03T04:05:06Z"}',
    ]));

  it('leaves a duplicate out only if the advisory that it names covers all of its packages', async () => {
    const id = (letter: string): string => `GHSA-${letter.repeat(4)}-${letter.repeat(4)}-${letter.repeat(4)}`;
    const duplicate = (letter: string, of: string, more: object = {}): [string, string] => [
      `${id(letter)}.json`,
      JSON.stringify(recordOf(id(letter), { summary: 'Duplicate Advisory: x', details: `It is a duplicate of ${id(of)}.`, ...more })),
    ];
    const elsewhere = { affected: [{ package: { ecosystem: 'npm', name: 'b' }, versions: ['1.0.0'] }] };
    const lines = await parseZip({
      ...Object.fromEntries([
        duplicate('c', 'x', { aliases: ['CVE-2026-0001'] }),
        duplicate('f', 'c'),
        duplicate('g', 'x', elsewhere),
        duplicate('h', 'w'),
        duplicate('j', 'm'),
        duplicate('m', 'j'),
      ]),
      'x.json': JSON.stringify(recordOf(id('x'), { aliases: ['CVE-2026-0001'] })),
    });
    expect(lines).toEqual([
      `${id('x')} CVE-2026-0001 1`,
      ...['g', 'h', 'j', 'm'].map((letter) => `${id(letter)}  1`),
      '{"kind":"summary","records":7,"withdrawn":2,"newest":"2026-01-01T00:00:00Z"}',
    ]);
  });

  it('reads records that changed after the archive, and of two the later one', async () => {
    const record = (id: string, title: string, modified: string): string => JSON.stringify(recordOf(id, { aliases: [title], modified }));
    const zip = Buffer.from(
      zipSync({
        'GHSA-1.json': strToU8(record('GHSA-1', 'CVE-2026-0001', '2026-01-01T00:00:00Z')),
        'GHSA-2.json': strToU8(record('GHSA-2', 'CVE-2026-0002', '2026-03-01T00:00:00Z')),
      }),
    );
    const files = {
      'osv/npm/all.zip': zip,
      'osv/npm/GHSA-1.json': record('GHSA-1', 'CVE-2026-1001', '2026-02-01T00:00:00.123456789Z'),
      'osv/npm/GHSA-2.json': record('GHSA-2', 'CVE-2026-1002', '2026-02-01T00:00:00Z'),
      'osv/npm/GHSA-3.json': record('GHSA-3', 'CVE-2026-1003', '2026-02-01T00:00:00Z'),
    };
    const found = (await parseFeed(osvSource('npm'), files)) as { id?: string; aliases?: string[] }[];
    expect(found.flatMap(({ id, aliases }) => (id === undefined ? [] : [`${id} ${aliases?.join() ?? ''}`]))).toEqual([
      'GHSA-1 CVE-2026-1001',
      'GHSA-2 CVE-2026-0002',
      'GHSA-3 CVE-2026-1003',
    ]);
  });

  it('reads a folder of records where there is no zip', async () =>
    expect(await parseFile('osv/npm/GHSA-1.json', Buffer.from(JSON.stringify(recordOf('GHSA-1'))))).toEqual([
      'GHSA-1  1',
      '{"kind":"summary","records":1,"withdrawn":0,"newest":"2026-01-01T00:00:00Z"}',
    ]));

  it('reports one malformed record among thousands and reads the rest [243]', async () => {
    const lines = await parseZip(many(2000, { 'bad.json': '{"id":' }));
    expect(lines.filter((line) => !line.startsWith('GHSA-'))).toEqual([
      'RECORD_INVALID osv-npm bad.json: it is not JSON',
      '{"kind":"summary","records":2001,"withdrawn":0,"newest":"2026-01-01T00:00:00Z"}',
    ]);
    expect(lines).toHaveLength(2002);
  });

  it('more than one in a thousand, and the feed is refused [242]', async () => {
    const bad = { 'bad-1.json': '[]', 'bad-2.json': JSON.stringify(recordOf('GHSA-x', { modified: 5 })), 'bad-3.json': 'null' };
    await expect(parseZip(many(2000, bad))).rejects.toThrow(
      expect.objectContaining({ code: 'FEED_REFUSED', message: '3 of 2003 records of osv-npm cannot be read' }),
    );
    await expect(parseZip(many(3100, bad))).resolves.toHaveLength(3104);
  });

  it('a zip cut anywhere is refused whole [240]', async () => {
    for (const share of [0, 0.3, 0.9, 0.999]) {
      await expect(parseZip(many(50), (zip) => zip.subarray(0, Math.floor(zip.length * share)))).rejects.toThrow(
        expect.objectContaining({ code: 'FEED_DAMAGED' }),
      );
    }
  });

  it('a web page, nothing, and no records at all [244]', async () => {
    for (const text of ['<!DOCTYPE html><html>maintenance', '', 'PK']) {
      await expect(parseFile('osv/npm/all.zip', Buffer.from(text))).rejects.toThrow(expect.objectContaining({ code: 'FEED_DAMAGED' }));
    }
    await expect(parseZip({})).rejects.toThrow(expect.objectContaining({ code: 'FEED_DAMAGED', message: 'osv-npm has no records' }));
    await expect(parseFile('osv/npm/x.txt', Buffer.from(''))).rejects.toThrow(expect.objectContaining({ code: 'FEED_DAMAGED' }));
  });

  it('a clock that is ahead does not make the feed fresher than today [245]', async () =>
    expect((await parseZip({ 'a.json': JSON.stringify(recordOf('GHSA-1', { modified: '2099-01-01T00:00:00Z' })) })).at(-1)).toBe(
      '{"kind":"summary","records":1,"withdrawn":0,"newest":"2026-11-20T00:00:00.000Z"}',
    ));

  it('records that name each other, and ten thousand aliases [246]', async () => {
    const aliases = Array.from({ length: 10_000 }, (_, index) => `CVE-2020-${String(index).padStart(4, '0')}`);
    const lines = await parseZip({
      'a.json': JSON.stringify(recordOf('GHSA-a', { aliases: ['GHSA-b', 'CVE-2024-0001'] })),
      'b.json': JSON.stringify(recordOf('GHSA-b', { aliases: ['GHSA-a', 'CVE-2024-0001'] })),
      'c.json': JSON.stringify(recordOf('GHSA-c', { aliases })),
    });
    expect(lines).toEqual([
      'GHSA-a CVE-2024-0001 1',
      'GHSA-b CVE-2024-0001 1',
      'GHSA-c  1',
      '{"kind":"summary","records":3,"withdrawn":0,"newest":"2026-01-01T00:00:00Z"}',
    ]);
  });

  it('reports one invalid range [247]', async () => {
    const inverted = [
      { package: { ecosystem: 'npm', name: 'a' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '2.0.0' }, { fixed: '1.0.0' }] }] },
    ];
    expect(await parseZip({ 'a.json': JSON.stringify(recordOf('GHSA-a', { affected: inverted })) })).toEqual([
      'RECORD_INVALID osv-npm GHSA-a has an unusable range: it ends at 1.0.0 before it begins',
      '{"kind":"summary","records":1,"withdrawn":0,"newest":"2026-01-01T00:00:00Z"}',
    ]);
  });

  it('stops on abort', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(parseZip(many(300), undefined, quietRuntime({ signal: controller.signal }))).rejects.toThrow('enough');
  });
});

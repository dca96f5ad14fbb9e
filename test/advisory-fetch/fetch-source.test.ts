import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type FeedFile } from '../../src/advisory/source/advisory-source.ts';
import { fetchSource } from '../../src/advisory/fetch/fetch-source.ts';
import { osvSource } from '../../src/advisory/source/osv/osv-source.ts';
import { limits } from '../../src/model/limits.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { collectAsync } from '../support/collect-async.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { servedFile, startFeedServer, type ServedFile } from './feed-server.ts';

const now = new Date('2026-11-20T00:00:00Z');
const runtime = quietRuntime({ now: () => now });
const quick = { ...limits, backoffMs: 1, attempts: 3 };
const json = JSON.stringify({ some: 'thing '.repeat(20_000) });

function sourceOf(...files: readonly Partial<FeedFile>[]): { readonly id: string; readonly files: readonly FeedFile[] } {
  return { id: 'test', files: files.map((file) => ({ path: 'a/b.json', upstream: 'http://unused.example/', ...file })) };
}

/** Fetches once and again, with what `change` does to the server in between. */
async function fetchTwice(
  source: ReturnType<typeof sourceOf>,
  files: Map<string, ServedFile>,
  change: (files: Map<string, ServedFile>, folder: string) => void = () => undefined,
): Promise<{ outcomes: (string | undefined)[]; requests: string[]; contents: (string | undefined)[]; left: string[] }> {
  await using server = await startFeedServer(files);
  using folder = temporaryFolder();
  const outcomes: (string | undefined)[] = [];
  for (const round of [1, 2]) {
    if (round === 2) change(files, folder.path);
    outcomes.push(await run());
  }
  async function run(): Promise<string> {
    try {
      const fetched = await fetchSource(source, { folder: folder.path, mirror: server.url, limits: quick }, runtime);
      return fetched.files.map(({ outcome }) => outcome).join();
    } catch (error) {
      const { code, message } = error as Error & { readonly code?: string };
      return `${code ?? 'bug'}: ${message.replaceAll(server.url.origin, '')}`;
    }
  }
  return {
    outcomes,
    requests: server.seen.map(({ path, status, headers }) =>
      [path, status, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join(' '),
    ),
    contents: source.files.map(({ path }) =>
      existsSync(join(folder.path, path)) ? readFileSync(join(folder.path, path), 'utf8') : undefined,
    ),
    left: readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part')),
  };
}

describe('fetchSource', () => {
  it('asks only for what changed, by ETag and by date', async () => {
    const files = new Map([
      ['a/b.json', servedFile(json, { etag: '"v1"' })],
      ['Red Hat/c.json', { bytes: Buffer.from('[]'), lastModified: 'Fri, 20 Nov 2026 00:00:00 GMT' }],
    ]);
    const source = sourceOf(
      {},
      { path: 'Red Hat/c.json' },
      { path: 'gone.json', isOptional: true },
      { path: 'folder', isFolderOnly: true },
    );
    const { outcomes, requests, contents, left } = await fetchTwice(source, files);
    expect(outcomes).toEqual(['fetched,fetched,missing', 'unchanged,unchanged,missing']);
    expect(requests).toEqual([
      'a/b.json 200',
      'Red Hat/c.json 200',
      'gone.json 404',
      'a/b.json 304 if-none-match: "v1"',
      'Red Hat/c.json 304 if-modified-since: Fri, 20 Nov 2026 00:00:00 GMT',
      'gone.json 404',
    ]);
    expect([contents, left]).toEqual([[json, '[]', undefined, undefined], []]);
  });

  it('fetches changed content', async () => {
    const files = new Map([['a/b.json', servedFile('{"v":1}')]]);
    const { outcomes, contents } = await fetchTwice(sourceOf({}), files, (served) => served.set('a/b.json', servedFile('{"v":2}')));
    expect([outcomes, contents]).toEqual([['fetched', 'fetched'], ['{"v":2}']]);
  });

  it.each<[string, (folder: string) => void]>([
    ['the file was cut on disk', (folder) => writeFileSync(join(folder, 'a/b.json'), '{"so')],
    [
      'the checkpoint is damaged',
      (folder) => writeFileSync(join(folder, '.fetched/test.json'), '{"version":1,"files":{"a/b.json":{"url":5}}}'),
    ],
    ['the checkpoint is no JSON', (folder) => writeFileSync(join(folder, '.fetched/test.json'), '')],
  ])('asks for everything when %s', async (_name, damage) => {
    const { outcomes, requests, contents } = await fetchTwice(sourceOf({}), new Map([['a/b.json', servedFile(json)]]), (_, folder) =>
      damage(folder),
    );
    expect([outcomes, requests, contents]).toEqual([['fetched', 'fetched'], ['a/b.json 200', 'a/b.json 200'], [json]]);
  });

  it('writes down what it read', async () => {
    await using server = await startFeedServer(new Map([['a/b.json', servedFile('[]', { etag: '"x"' })]]));
    using folder = temporaryFolder();
    await fetchSource(sourceOf({}), { folder: folder.path, mirror: new URL(`${server.url.href}?token=secret`), limits: quick }, runtime);
    expect(JSON.parse(readFileSync(join(folder.path, '.fetched/test.json'), 'utf8'))).toEqual({
      version: 1,
      files: {
        'a/b.json': {
          url: `${server.url.href}a/b.json`,
          bytes: 2,
          sha256: '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945',
          fetchedAt: '2026-11-20T00:00:00.000Z',
          etag: '"x"',
        },
      },
    });
  });

  it('resumes a broken transfer by range [252]', async () => {
    const files = new Map([['a/b.json', servedFile(json, { etag: '"v1"', cut: { afterBytes: 50_000, times: 2 } })]]);
    const { outcomes, requests, contents, left } = await fetchTwice(sourceOf({}), files);
    expect(outcomes).toEqual(['fetched', 'unchanged']);
    expect(requests).toEqual([
      'a/b.json 200',
      'a/b.json 206 range: bytes=50000- if-range: "v1"',
      'a/b.json 206 range: bytes=100000- if-range: "v1"',
      'a/b.json 304 if-none-match: "v1"',
    ]);
    expect([contents, left]).toEqual([[json], []]);
  });

  it('reads again from the start where there are no ranges [252]', async () => {
    const files = new Map([['a/b.json', servedFile(json, { withoutRanges: true, cut: { afterBytes: 50_000, times: 1 } })]]);
    const { outcomes, contents } = await fetchTwice(sourceOf({}), files);
    expect([outcomes[0], contents]).toEqual(['fetched', [json]]);
  });

  it('never glues two versions together [252]', async () => {
    const other = JSON.stringify({ other: 'thing! '.repeat(20_000) });
    const files = new Map([['a/b.json', servedFile(json, { cut: { afterBytes: 50_000, times: 1 } })]]);
    setTimeout(() => files.set('a/b.json', servedFile(other)), 10);
    const { outcomes, contents } = await fetchTwice(sourceOf({}), files);
    expect([outcomes[0], contents]).toEqual(['fetched', [other]]);
  });

  it('a transfer that keeps breaking leaves the last good file [240]', async () => {
    const files = new Map([['a/b.json', servedFile('{"good":1}')]]);
    const { outcomes, contents, left } = await fetchTwice(sourceOf({}), files, (served) =>
      served.set('a/b.json', servedFile(json, { withoutRanges: true, isChunked: true, cut: { afterBytes: 10, times: 1000 } })),
    );
    expect(outcomes).toEqual(['fetched', expect.stringMatching(/^FETCH_FAILED: \/mirror\/a\/b\.json: /)]);
    expect([contents, left]).toEqual([['{"good":1}'], []]);
  });

  const page = '<!DOCTYPE html><html><body>We are down for maintenance</body></html>';
  it.each<[string, Partial<FeedFile>, ServedFile, string]>([
    ['a web page with 200 [244]', {}, servedFile(page), 'FETCH_FAILED: /mirror/a/b.json is a web page, not JSON'],
    ['a web page for a zip [244]', { path: 'all.zip' }, servedFile(page), 'FETCH_FAILED: /mirror/all.zip is a web page, not a zip archive'],
    ['JSON for gzip [244]', { path: 'a.csv.gz' }, servedFile('{}'), 'FETCH_FAILED: /mirror/a.csv.gz is not gzip'],
    ['nothing', {}, servedFile(''), 'FETCH_FAILED: /mirror/a/b.json is empty'],
    ['an error', {}, servedFile('no', { status: 403 }), 'FETCH_FAILED: /mirror/a/b.json answered with status 403'],
    ['an error that lasts', {}, servedFile('no', { status: 503 }), 'FETCH_FAILED: /mirror/a/b.json answered with status 503'],
    [
      'a compression that was not asked for',
      {},
      servedFile(gzipSync('{}'), { headers: { 'content-encoding': 'gzip' } }),
      'FETCH_FAILED: /mirror/a/b.json has content encoding gzip, which was not requested',
    ],
    [
      '304 to a question without condition [244]',
      {},
      servedFile('', { always304: true }),
      'FETCH_FAILED: /mirror/a/b.json answered with status 304',
    ],
  ])('%s is refused, and the last good file stays', async (_name, file, bad, message) => {
    const source = sourceOf(file);
    const path = source.files[0]!.path;
    const good = path.endsWith('.zip') ? 'PK good' : path.endsWith('.gz') ? '\u001f\u008b good' : '{"good":1}';
    const { outcomes } = await fetchTwice(source, new Map([[path, bad]]));
    expect(outcomes).toEqual([message, message]);
    const goodBytes = Buffer.from(good, 'latin1');
    const after = await fetchTwice(source, new Map([[path, servedFile(goodBytes, { etag: '"1"' })]]), (files, folder) => {
      files.set(path, bad);
      writeFileSync(join(folder, '.fetched/test.json'), '');
    });
    expect([after.outcomes, after.contents, after.left]).toEqual([['fetched', message], [goodBytes.toString('utf8')], []]);
  });

  it('a file that must be there and is not', async () => {
    expect((await fetchTwice(sourceOf({}), new Map())).outcomes[0]).toBe('FETCH_FAILED: /mirror/a/b.json answered with status 404');
    expect((await fetchTwice(sourceOf({ isOptional: true }), new Map())).outcomes[0]).toBe(
      'FETCH_FAILED: test: none of its 1 files was found at ',
    );
  });

  it('holds the size of a file, and lets pass what is just under', async () => {
    await using server = await startFeedServer(new Map([['a/b.json', servedFile(json)]]));
    using folder = temporaryFolder();
    const fetch = (feedBytes: number): Promise<unknown> =>
      fetchSource(sourceOf({}), { folder: folder.path, mirror: server.url, limits: { ...quick, feedBytes } }, runtime);
    await expect(fetch(json.length - 1)).rejects.toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }));
    await expect(fetch(json.length)).resolves.toMatchObject({ files: [{ outcome: 'fetched' }] });
  });

  it('reports a server that does not respond', async () => {
    using folder = temporaryFolder();
    const mirror = new URL('http://127.0.0.1:1/');
    await expect(fetchSource(sourceOf({}), { folder: folder.path, mirror, limits: quick }, runtime)).rejects.toThrow(
      expect.objectContaining({ code: 'FETCH_FAILED', message: expect.stringContaining('http://127.0.0.1:1/a/b.json: ') as string }),
    );
  });

  it('stops on abort', async () => {
    await using server = await startFeedServer(new Map([['a/b.json', servedFile(json)]]));
    using folder = temporaryFolder();
    const options = { folder: folder.path, mirror: server.url, limits: quick };
    await expect(fetchSource(sourceOf({}), options, quietRuntime({ signal: AbortSignal.abort() }))).rejects.toThrow(
      expect.objectContaining({ code: 'ABORTED' }),
    );
    expect(readdirSync(join(folder.path, 'a'))).toEqual([]);
  });

  it('gives a source what it parses', async () => {
    const record = {
      id: 'GHSA-1',
      modified: '2026-01-01T00:00:00Z',
      affected: [{ package: { ecosystem: 'npm', name: 'a' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] }],
    };
    await using server = await startFeedServer(
      new Map([['osv/npm/all.zip', servedFile(zipSync({ 'GHSA-1.json': strToU8(JSON.stringify(record)) }))]]),
    );
    using cache = temporaryFolder();
    const source = osvSource('npm');
    const { folder } = await fetchSource(source, { folder: cache.path, mirror: server.url, limits: quick }, runtime);
    expect(
      (await collectAsync(source.parse(folder, runtime))).map((item) => ('id' in item ? item.id : 'kind' in item ? item.kind : item.code)),
    ).toEqual(['GHSA-1', 'summary']);
  });
});

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { advisorySources, enrichmentSources } from '../../src/advisory/advisory-sources.ts';
import { openLocalStore } from '../../src/advisory/local/open-local-store.ts';
import { type OpenedAdvisories } from '../../src/advisory/local/opened-advisories.ts';
import { sliceDirectory, sliceOf, type Slice } from '../../src/advisory/local/slice.ts';
import { readSliceState } from '../../src/advisory/local/slice-state.ts';
import { limits } from '../../src/model/limits.ts';
import { quietRuntime, type Runtime } from '../../src/model/runtime.ts';
import { servedFile, startFeedServer, type ServedFile } from '../advisory-fetch/feed-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { smallFeeds } from './small-feeds.ts';

const alpine = sliceOf('alpine', '3.20')!;
const npm = sliceOf('npm', undefined)!;
const start = Date.parse('2026-06-01T00:00:00Z');
const hourMs = 3_600_000;

/** Feeds laid out as upstream, with two Alpine branches. */
function feeds(): Map<string, ServedFile> {
  const files = new Map([...smallFeeds(60, 1)].map(([path, bytes]) => [path, servedFile(bytes)]));
  for (const branch of ['v3.20', 'v3.21'])
    for (const repository of ['main', 'community'])
      files.set(`alpine-secdb/${branch}/${repository}.json`, servedFile(JSON.stringify(secdb(repository))));
  files.set('alpine-secdb/last-update', servedFile('2026-05-30T00:00:00Z'));
  files.set('osv/Alpine/all.zip', servedFile(zipSync({ 'ALPINE-CVE-2026-1.json': strToU8(JSON.stringify(alpineRecord)) })));
  return files;
}

function secdb(repository: string): object {
  const packages = Array.from({ length: 60 }, (_, i) => ({
    pkg: { name: `${repository}-${i}`, secfixes: { '1.2.3-r0': [`CVE-2026-${(repository === 'community' ? 3_000 : 2_000) + i}`] } },
  }));
  return { packages };
}

const alpineRecord = {
  schema_version: '1.6.0',
  id: 'ALPINE-CVE-2026-1',
  modified: '2026-05-01T00:00:00Z',
  upstream: ['CVE-2026-1'],
  affected: [
    {
      package: { ecosystem: 'Alpine:v3.20', name: 'main-1' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.2.3-r0' }] }],
    },
  ],
};

const redhatRecord = {
  schema_version: '1.6.0',
  id: 'RHSA-2026:1',
  modified: '2026-05-01T00:00:00Z',
  upstream: ['CVE-2026-2'],
  affected: [
    {
      package: { ecosystem: 'Red Hat:enterprise_linux:9::baseos', name: 'openssl' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1:3.0.7-1.el9' }] }],
    },
  ],
};

interface Opening {
  readonly root: string;
  readonly mirror?: URL;
  readonly hours?: number;
  readonly notices?: string[];
}

function open(slices: readonly Slice[], { root, mirror, hours = 0, notices = [] }: Opening): Promise<OpenedAdvisories> {
  const sources = () => Promise.resolve({ advisory: advisorySources, enrichment: enrichmentSources });
  const place = mirror && {
    mirror,
    cache: join(root, 'feeds'),
    limits: { ...limits, attempts: 1, feedBytes: 1e6 },
    authorization: 'Bearer x',
  };
  const log = { ...quietRuntime().log, notice: (line: string) => void notices.push(line) };
  const runtime: Runtime = quietRuntime({ now: () => new Date(start + hours * hourMs), log });
  return openLocalStore(slices, { root: join(root, 'advisories'), ...(place && { feeds: place }), sources, toolVersion: '0.0.0' }, runtime);
}

function paths(seen: readonly { readonly path: string; readonly status: number }[]): readonly string[] {
  return seen.map(({ path, status }) => `${status} ${path}`).sort();
}

describe('a first scan', () => {
  it('downloads the feeds of its own ecosystems and release only, once, and says what came from where', async () => {
    using folder = temporaryFolder();
    await using server = await startFeedServer(feeds());
    const notices: string[] = [];
    const opened = await open([alpine], { root: folder.path, mirror: server.url, notices });
    await using store = opened.store;
    expect(opened.issues).toEqual([]);
    expect(paths(server.seen)).toEqual([
      '200 alpine-secdb/last-update',
      '200 alpine-secdb/v3.20/community.json',
      '200 alpine-secdb/v3.20/main.json',
      '200 epss/epss_scores-current.csv.gz',
      '200 kev/known_exploited_vulnerabilities.json',
      '200 osv/Alpine/all.zip',
    ]);
    expect([store.kind, store.coverage('alpine', '3.20'), store.coverage('alpine', '3.21')]).toEqual(['database', 'covered', 'none']);
    const key = { ecosystem: 'alpine', release: '3.20', name: 'main-1' } as const;
    const found = (await store.find([key])).get('alpine@3.20/main-1')!.all();
    expect(found.map(({ advisory, affected }) => [advisory.sourceId, advisory.id, affected.ranges[0]?.fixed])).toEqual([
      ['osv-alpine', 'ALPINE-CVE-2026-1', '1.2.3-r0'],
      ['alpine-secdb', 'CVE-2026-2001', '1.2.3-r0'],
    ]);
    expect((await store.enrich(['CVE-2026-10001'])).get('CVE-2026-10001')?.knownExploited?.addedOn).toBe('2026-05-02');
    expect(notices).toEqual([
      `downloading advisories for Alpine 3.20 from ${server.url.host}; later scans use the local copy`,
      expect.stringMatching(
        /^advisories for Alpine 3\.20 from 127\.0\.0\.1:\d+ \(alpine-secdb, epss, kev, osv-alpine\): \d+ kB in \d+\.\d s$/,
      ),
    ]);
  });

  it('names the source that is too large for a scan, and what is not known without it, each time', async () => {
    using folder = temporaryFolder();
    const files = feeds();
    files.set('osv/Red Hat/all.zip', servedFile(zipSync({ 'RHSA-2026:1.json': strToU8(JSON.stringify(redhatRecord)) })));
    await using server = await startFeedServer(files);
    for (const mirror of [server.url, undefined]) {
      const opened = await open([sliceOf('redhat', '9')!, npm], { root: folder.path, ...(mirror !== undefined && { mirror }) });
      await using store = opened.store;
      expect([store.kind, opened.issues.map(({ code, message }) => `${code}: ${message}`)]).toEqual([
        'database',
        [
          'ADVISORIES_LEFT_OUT: redhat-vex is too large for a scan to download: flaws without a fix are not known for Red Hat Enterprise Linux 9',
        ],
      ]);
    }
  });

  it('answers from this machine afterwards, asks again after half a day, and builds only what changed', async () => {
    using folder = temporaryFolder();
    const files = feeds();
    await using server = await startFeedServer(files);
    const first = await open([alpine], { root: folder.path, mirror: server.url });
    await first.store[Symbol.asyncDispose]();
    server.seen.length = 0;

    const soon = await open([alpine], { root: folder.path, mirror: server.url, hours: 11 });
    expect([paths(server.seen), soon.store.digest]).toEqual([[], first.store.digest]);
    await soon.store[Symbol.asyncDispose]();

    const later = await open([alpine], { root: folder.path, mirror: server.url, hours: 13 });
    expect([new Set(server.seen.map(({ status }) => status)), later.store.digest]).toEqual([new Set([304]), first.store.digest]);
    await later.store[Symbol.asyncDispose]();

    const before = databases(folder.path);
    files.set('alpine-secdb/v3.20/main.json', servedFile(JSON.stringify(secdb('changed'))));
    const changed = await open([alpine], { root: folder.path, mirror: server.url, hours: 26 });
    await using store = changed.store;
    const key = { ecosystem: 'alpine', release: '3.20', name: 'changed-1' } as const;
    expect((await store.find([key])).get('alpine@3.20/changed-1')!.all()).toHaveLength(1);
    expect(databases(folder.path).get('cve')).toEqual(before.get('cve'));
  });

  it('uses what it got when one source fails, says so, and asks that one again after an hour', async () => {
    using folder = temporaryFolder();
    const files = feeds();
    files.set('osv/npm/all.zip', servedFile('<html>down for maintenance</html>'));
    await using server = await startFeedServer(files);
    const opened = await open([alpine, npm], { root: folder.path, mirror: server.url });
    expect([opened.store.coverage('alpine', '3.20'), opened.store.coverage('npm', undefined)]).toEqual(['covered', 'none']);
    expect(opened.issues.map(({ code, message }) => [code, message.slice(0, 41)])).toEqual([
      ['ADVISORIES_NOT_FETCHED', 'could not download osv-npm: http://127.0.'],
    ]);
    await opened.store[Symbol.asyncDispose]();

    files.set('osv/npm/all.zip', feeds().get('osv/npm/all.zip')!);
    server.seen.length = 0;
    const again = await open([alpine, npm], { root: folder.path, mirror: server.url, hours: 2 });
    await using store = again.store;
    expect([paths(server.seen), store.coverage('npm', undefined), again.issues]).toEqual([['200 osv/npm/all.zip'], 'covered', []]);
  });

  it('falls back to the built-in advisories when nothing answers, and remembers what was wanted', async () => {
    using folder = temporaryFolder();
    const opened = await open([alpine], { root: folder.path, mirror: new URL('http://127.0.0.1:9/') });
    await using store = opened.store;
    expect([store.kind, opened.issues.map(({ code }) => code)]).toEqual(['starter', ['ADVISORIES_NOT_FETCHED']]);
    expect(readSliceState(sliceDirectory(join(folder.path, 'advisories'), alpine)).usedAt).toBe('2026-06-01T00:00:00.000Z');
  });

  it('refuses an endless feed, and a feed that lost its records', async () => {
    using folder = temporaryFolder();
    const files = feeds();
    files.set('osv/Alpine/all.zip', servedFile(Buffer.concat([Buffer.from('PK'), Buffer.alloc(2_000_000)]), { isChunked: true }));
    await using server = await startFeedServer(files);
    const opened = await open([alpine], { root: folder.path, mirror: server.url });
    expect(opened.issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^could not download osv-alpine: .* has more than 1000000 bytes$/),
    ]);
    await opened.store[Symbol.asyncDispose]();

    files.set('alpine-secdb/v3.20/main.json', servedFile('{"packages":[]}'));
    const shrunk = await open([alpine], { root: folder.path, mirror: server.url, hours: 13 });
    await using store = shrunk.store;
    const key = { ecosystem: 'alpine', release: '3.20', name: 'main-1' } as const;
    expect((await store.find([key])).get('alpine@3.20/main-1')!.all()).toHaveLength(1);
    expect(shrunk.issues.map(({ message }) => message)).toEqual([expect.stringContaining('alpine-secdb')]);
  });

  it('connects to nobody where that is forbidden', async () => {
    using folder = temporaryFolder();
    await using server = await startFeedServer(feeds());
    await (await open([alpine], { root: folder.path, mirror: server.url })).store[Symbol.asyncDispose]();
    server.seen.length = 0;
    const known = await open([alpine], { root: folder.path, hours: 1_000 });
    const unknown = await open([npm], { root: folder.path });
    expect([known.store.kind, known.issues, unknown.store.kind, unknown.issues]).toEqual(['database', [], 'starter', []]);
    expect(server.seen).toEqual([]);
    await known.store[Symbol.asyncDispose]();
  });

  it('downloads again what was damaged on this machine', async () => {
    using folder = temporaryFolder();
    await using server = await startFeedServer(feeds());
    const first = await open([alpine], { root: folder.path, mirror: server.url });
    await first.store[Symbol.asyncDispose]();
    writeFileSync(join(folder.path, 'advisories', 'alpine%403.20', 'manifest.json'), '{');
    writeFileSync(join(folder.path, 'feeds', 'osv', 'Alpine', 'all.zip'), Buffer.alloc(600));
    server.seen.length = 0;
    const healed = await open([alpine], { root: folder.path, mirror: server.url, hours: 1 });
    await using store = healed.store;
    expect([store.digest, healed.issues]).toEqual([first.store.digest, []]);
    expect(paths(server.seen).filter((line) => line.startsWith('200'))).toEqual(['200 osv/Alpine/all.zip']);
  });

  it('downloads once for two scans that begin at the same time', async () => {
    using folder = temporaryFolder();
    await using server = await startFeedServer(feeds());
    const opened = await Promise.all([1, 2].map(() => open([alpine], { root: folder.path, mirror: server.url })));
    expect(opened.map(({ store }) => store.coverage('alpine', '3.20'))).toEqual(['covered', 'covered']);
    expect(server.seen.filter(({ path }) => path === 'osv/Alpine/all.zip')).toHaveLength(1);
    for (const { store } of opened) await store[Symbol.asyncDispose]();
  });

  it('keeps the release that an image names out of paths', async () => {
    using folder = temporaryFolder();
    await using server = await startFeedServer(feeds());
    const hostile = sliceOf('alpine', '../../../evil')!;
    const opened = await open([hostile], { root: folder.path, mirror: server.url });
    expect([opened.store.kind, sliceOf('alpine', 'x'.repeat(65))]).toEqual(['starter', undefined]);
    expect(readdirSync(join(folder.path, 'advisories')).sort()).toEqual(['alpine%40..%2F..%2F..%2Fevil', 'cve']);
    expect(server.seen.filter(({ path }) => path.includes('evil'))).toEqual([]);
  });
});

/** What each database on this machine is, by slice. */
function databases(root: string): ReadonlyMap<string, string> {
  const folder = join(root, 'advisories');
  return new Map(
    readdirSync(folder)
      .filter((name) => existsSync(join(folder, name, 'manifest.json')))
      .map((name) => [name, readFileSync(join(folder, name, 'manifest.json'), 'utf8')]),
  );
}

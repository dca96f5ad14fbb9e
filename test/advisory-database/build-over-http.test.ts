import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { advisorySources, enrichmentSources } from '../../src/advisory/advisory-sources.ts';
import { buildDatabase, type BuildResult } from '../../src/advisory/build/build-database.ts';
import { searchDatabase } from '../../src/advisory/store/search-database.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { servedFile, startFeedServer, type ServedFile } from '../advisory-fetch/feed-server.ts';
import { freePort } from '../support/free-port.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { smallFeeds, writeFeeds } from './small-feeds.ts';
import { until } from '../support/until.ts';

const runtime = quietRuntime({ now: () => new Date('2026-06-01T00:00:00Z') });
const hasPython = spawnSync('python3', ['--version']).status === 0;
const ids = new Set(['osv-npm', 'debian-tracker', 'kev', 'epss']);

function build(mirror: URL, folder: string): Promise<BuildResult> {
  return buildDatabase(
    {
      sources: advisorySources.filter(({ id }) => ids.has(id)),
      enrichments: enrichmentSources.filter(({ id }) => ids.has(id)),
      from: { mirror, cache: `${folder}/cache` },
      output: `${folder}/db`,
      toolVersion: '0.0.0',
    },
    runtime,
  );
}

function served(count: number): Map<string, ServedFile> {
  return new Map([...smallFeeds(count, 1)].map(([path, bytes]) => [path, servedFile(bytes)]));
}

function statuses({ manifest, issues }: BuildResult): readonly string[] {
  return [...manifest.sources.map(({ id, status, advisories }) => `${id} ${status} ${advisories}`), ...issues.map(({ code }) => code)];
}

describe('a build from a mirror', () => {
  it('asks only for what changed, and keeps what fails', async () => {
    using folder = temporaryFolder();
    const files = served(200);
    await using server = await startFeedServer(files);
    const fresh = ['debian-tracker fresh 1', 'osv-npm fresh 200', 'epss fresh 1', 'kev fresh 1'];
    const first = await build(server.url, folder.path);
    expect(statuses(first)).toEqual(fresh);
    expect(searchDatabase(`${folder.path}/db`, 'CVE-2026-10001').enrichment).toEqual({
      knownExploited: { addedOn: '2026-05-02', dueOn: '2026-05-23', isRansomware: true },
      exploitPrediction: { probability: 0.25, percentile: 0.96, scoredOn: '2026-05-03' },
    });

    server.seen.length = 0;
    const second = await build(server.url, folder.path);
    expect(second.manifest).toEqual(first.manifest);
    expect(new Set(server.seen.map(({ status }) => status))).toEqual(new Set([304]));

    files.set('osv/npm/all.zip', servedFile('<html>down for maintenance</html>'));
    files.delete('kev/known_exploited_vulnerabilities.json');
    const third = await build(server.url, folder.path);
    expect(statuses(third)).toEqual([
      'debian-tracker fresh 1',
      'osv-npm kept 200',
      'epss fresh 1',
      'kev kept 1',
      'SOURCE_FAILED',
      'SOURCE_FAILED',
    ]);
    expect(third.manifest.shards).toEqual(first.manifest.shards);

    for (const [path, file] of served(150)) files.set(path, file);
    const fourth = await build(server.url, folder.path);
    expect(statuses(fourth)).toEqual(['debian-tracker fresh 1', 'osv-npm kept 200', 'epss fresh 1', 'kev fresh 1', 'SOURCE_SHRANK']);
  });

  it.skipIf(!hasPython)('reads a plain HTTP/1.0 server that closes every connection: python3 -m http.server', async () => {
    using folder = temporaryFolder();
    writeFeeds(join(folder.path, 'feeds'), smallFeeds(20_000, 1));
    const port = await freePort();
    const server = spawn('python3', ['-m', 'http.server', String(port), '--bind', '127.0.0.1'], {
      cwd: join(folder.path, 'feeds'),
      stdio: 'ignore',
    });
    try {
      const mirror = new URL(`http://127.0.0.1:${port}/`);
      await until('the mirror answers', async () => (await fetch(mirror).catch(() => undefined))?.ok === true);
      expect(statuses(await build(mirror, folder.path))).toEqual([
        'debian-tracker fresh 1',
        'osv-npm fresh 20000',
        'epss fresh 1',
        'kev fresh 1',
      ]);
    } finally {
      server.kill();
    }
  });
});

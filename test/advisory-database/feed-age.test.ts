import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { advisorySources } from '../../src/advisory/advisory-sources.ts';
import { buildDatabase, type BuildResult } from '../../src/advisory/build/build-database.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { servedFile, startFeedServer } from '../advisory-fetch/feed-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { smallFeeds } from './small-feeds.ts';

describe('the age of what a build read', () => {
  const path = 'debian-security-tracker/tracker/data/json';
  const tracker = advisorySources.find(({ id }) => id === 'debian-tracker')!;
  const agesOf = async (folder: string, server: URL, origin: 'publisher' | 'mirror', day: string): Promise<object | undefined> => {
    const upstream = origin === 'publisher' ? new URL(path, server).href : 'https://publisher.invalid/json';
    const { manifest } = await buildDatabase(
      {
        sources: [{ ...tracker, files: [{ path, upstream }] }],
        enrichments: [],
        from: { cache: `${folder}/cache`, ...(origin === 'mirror' && { mirror: server }) },
        output: `${folder}/db`,
        toolVersion: '0.0.0',
      },
      quietRuntime({ now: () => new Date(`${day}T00:00:00Z`) }),
    );
    return manifest.sources.map(({ asOf, newest }) => ({ asOf: asOf?.slice(0, 10), newest }))[0];
  };
  const lastModified = 'Thu, 28 May 2026 00:00:00 GMT';

  it('is the time of the fetch where the publisher itself answered, also that nothing changed', async () => {
    using folder = temporaryFolder();
    await using server = await startFeedServer(new Map([[path, servedFile(smallFeeds(1, 1).get(path)!, { lastModified })]]));
    expect(await agesOf(folder.path, server.url, 'publisher', '2026-06-01')).toEqual({ asOf: '2026-06-01', newest: undefined });
    expect(await agesOf(folder.path, server.url, 'publisher', '2026-06-05')).toEqual({ asOf: '2026-06-05', newest: undefined });
    expect(server.seen.map(({ status }) => status)).toEqual([200, 304]);
  });

  it('is Last-Modified where a mirror has it, and else the time of the fetch', async () => {
    using folder = temporaryFolder();
    const files = new Map([[path, servedFile(smallFeeds(1, 1).get(path)!, { lastModified })]]);
    await using server = await startFeedServer(files);
    expect(await agesOf(folder.path, server.url, 'mirror', '2026-06-01')).toEqual({ asOf: '2026-05-28', newest: undefined });
    files.set(path, servedFile(smallFeeds(2, 2).get(path)!, { etag: '"other"' }));
    expect(await agesOf(folder.path, server.url, 'mirror', '2026-06-05')).toEqual({ asOf: '2026-06-05', newest: undefined });
  });

  it('is not known of a folder without a date, and is of one that a fetch left', async () => {
    using folder = temporaryFolder();
    await using server = await startFeedServer(new Map([[path, servedFile(smallFeeds(1, 1).get(path)!, { lastModified })]]));
    await agesOf(folder.path, server.url, 'mirror', '2026-06-01');
    const fromFolder = (from: string): Promise<BuildResult> =>
      buildDatabase(
        { sources: [tracker], enrichments: [], from: { folder: from }, output: `${folder.path}/other`, toolVersion: '0.0.0' },
        quietRuntime(),
      );
    expect((await fromFolder(`${folder.path}/cache`)).manifest.sources[0]?.asOf).toBe('2026-05-28T00:00:00.000Z');
    rmSync(`${folder.path}/cache/.fetched`, { recursive: true });
    expect((await fromFolder(`${folder.path}/cache`)).manifest.sources[0]?.asOf).toBeUndefined();
  });
});

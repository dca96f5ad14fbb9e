import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { advisorySources, enrichmentSources } from '../../src/advisory/advisory-sources.ts';
import { buildDatabase } from '../../src/advisory/build/build-database.ts';
import { openLocalStore } from '../../src/advisory/local/open-local-store.ts';
import { type OpenedAdvisories } from '../../src/advisory/local/opened-advisories.ts';
import { sliceOf } from '../../src/advisory/local/slice.ts';
import { divideDatabase } from '../../src/advisory/repository/divide-database.ts';
import { folderPlace } from '../../src/advisory/repository/folder-place.ts';
import { installSlice } from '../../src/advisory/repository/install-slice.ts';
import { openRepository, type VerifiedRepository } from '../../src/advisory/repository/open-repository.ts';
import { publishGeneration, type Published } from '../../src/advisory/repository/publish-repository.ts';
import { type RepositoryPlace } from '../../src/advisory/repository/repository-place.ts';
import { initRepository } from '../../src/advisory/repository/root-metadata.ts';
import { readSliceSources } from '../../src/advisory/repository/slice-source.ts';
import { type GenerationRequest } from '../../src/advisory/store/database-generations.ts';
import { readManifest } from '../../src/advisory/store/database-manifest.ts';
import { verifyDatabase } from '../../src/advisory/store/database-status.ts';
import { limits } from '../../src/model/limits.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { smallFeeds, writeFeeds } from './small-feeds.ts';

const runtime = quietRuntime();
const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const npm = sliceOf('npm', undefined)!;
const days = ['2026-11-01', '2026-11-02', '2026-11-03'] as const;
const repository = join(folder.path, 'repository');
const published: Published[] = [];

/** Three days: each has three npm advisories more than the one before; all other feeds stay. */
beforeAll(async () => {
  const keys = { directory: join(folder.path, 'keys') };
  initRepository({ repository, keys, now: new Date(), rootKeys: 1, threshold: 1 });
  for (const [at, day] of days.entries()) {
    const [feeds, output, slices] = ['feeds', 'db', 'slices'].map((name) => join(folder.path, `${name}-${at}`)) as [string, string, string];
    writeFeeds(feeds, smallFeeds(400 + 3 * at, 1));
    await buildDatabase(
      { sources: advisorySources, enrichments: enrichmentSources, from: { folder: feeds }, output, toolVersion: '0.0.0' },
      runtime,
    );
    mkdirSync(slices);
    await divideDatabase(output, slices, runtime);
    const expiry = { timestamp: 1_000, snapshot: 1_000, targets: 1_000 };
    published.push(publishGeneration(readSliceSources(slices), { repository, keys, now: new Date(`${day}T06:00:00Z`), expiry, keep: 30 }));
  }
});

/** Notes what is read. */
function placeOf(seen: string[]): RepositoryPlace {
  const place = folderPlace(repository);
  return { ...place, read: (path, maxBytes, ...rest) => (seen.push(path), place.read(path, maxBytes, ...rest)) };
}

function open(seen: string[], trust: string): Promise<VerifiedRepository> {
  const root = readFileSync(join(repository, 'metadata/1.root.json'));
  return openRepository({ places: [placeOf(seen)], root, trustDirectory: join(folder.path, trust) }, runtime);
}

function replay(request: GenerationRequest, root: string, withRepository = true): Promise<OpenedAdvisories> {
  const source = { root: readFileSync(join(repository, 'metadata/1.root.json')), open: () => Promise.resolve([placeOf([])]) };
  return openLocalStore(
    [npm],
    {
      root: join(folder.path, root),
      replay: request,
      ...(withRepository && { repository: source }),
      sources: () => Promise.resolve({ advisory: advisorySources, enrichment: enrichmentSources }),
      toolVersion: '0.0.0',
    },
    runtime,
  );
}

/** How many of the advisories that came with each day are known. */
async function knownDays(opened: OpenedAdvisories): Promise<readonly boolean[]> {
  await using store = opened.store;
  const keys = [399, 402, 405].map((number) => ({ ecosystem: 'npm', name: `package-${number}` }) as const);
  const facts = await store.find(keys);
  return keys.map(({ name }) => facts.get(`npm/${name}`)!.all().length > 0);
}

describe('differences between generations', () => {
  it('are a small part of the shards, and give the same bytes as the shards', async () => {
    const [, second, third] = published;
    for (const each of [second!, third!]) {
      expect(each.deltaBytes).toBeGreaterThan(0);
      expect(each.deltaBytes).toBeLessThan(each.newBytes / 4);
    }
    // A machine that has the first day goes over two differences; the shards themselves are not read.
    const directory = join(folder.path, 'machine');
    cpSync(join(folder.path, 'slices-0/npm'), directory, { recursive: true });
    const seen: string[] = [];
    const manifest = await installSlice(await open(seen, 'trust-1'), 'npm', directory);
    verifyDatabase(directory);
    expect(manifest).toEqual(readManifest(join(folder.path, 'slices-2/npm')));
    expect(seen.filter((path) => path.startsWith('targets/')).map((path) => path.split('/')[1])).toEqual(['slices', 'deltas', 'deltas']);
  });

  it('are passed over where the shard that they are from is damaged, or they are', async () => {
    for (const harm of ['shard', 'delta'] as const) {
      const directory = join(folder.path, `harmed-${harm}`);
      cpSync(join(folder.path, 'slices-1/npm'), directory, { recursive: true });
      if (harm === 'shard')
        for (const name of readdirSync(join(directory, 'shards')).filter((each) => each.startsWith('npm.'))) {
          const path = join(directory, 'shards', name);
          const bytes = readFileSync(path);
          bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
          writeFileSync(path, bytes);
        }
      const opened = await open([], `trust-${harm}`);
      const changed =
        harm === 'shard'
          ? opened
          : { ...opened, read: (target: string) => (target.startsWith('deltas/') ? opened.read('history.json') : opened.read(target)) };
      await installSlice(changed, 'npm', directory);
      verifyDatabase(directory);
      expect(readManifest(directory)).toEqual(readManifest(join(folder.path, 'slices-2/npm')));
    }
  });
});

describe('a generation before', () => {
  it.each([
    ['2026-11-01T05:00:00Z', undefined],
    ['2026-11-01T06:00:00Z', [true, false, false]],
    ['2026-11-02T23:00:00Z', [true, true, false]],
    ['2026-11-09T00:00:00Z', [true, true, true]],
  ])('as of %s', async (date, expected) => {
    const opening = replay({ asOf: new Date(date) }, 'replays');
    if (expected === undefined) await expect(opening).rejects.toMatchObject({ code: 'GENERATION_NOT_FOUND' });
    else expect(await knownDays(await opening)).toEqual(expected);
  });

  it('is found by its digest, and by the digest of a shard that a report names', async () => {
    const shard = readManifest(join(folder.path, 'slices-0/npm')).shards[0]!.digest;
    for (const digest of [published[0]!.digest, shard])
      expect(await knownDays(await replay({ digests: new Set([digest]) }, 'by-digest'))).toEqual([true, false, false]);
    const unknown = replay({ digests: new Set([`sha256:${'0'.repeat(64)}`]) }, 'by-digest');
    await expect(unknown).rejects.toMatchObject({ code: 'GENERATION_NOT_FOUND' });
  });

  it('is kept on this machine, up to a bound, and answers without a repository', async () => {
    const root = join(folder.path, 'kept');
    const feeds = join(folder.path, 'kept-feeds');
    const digests: string[] = [];
    for (let day = 0; day < limits.localGenerations + 2; day++) {
      writeFeeds(feeds, smallFeeds(400 + 3 * day, 1));
      const options = { sources: advisorySources, enrichments: enrichmentSources, from: { folder: feeds }, toolVersion: '0.0.0' };
      const { manifest } = await buildDatabase({ ...options, output: join(root, 'npm') }, runtime);
      digests.push(manifest.shards.find(({ name }) => name === 'npm')!.digest);
    }
    expect(await knownDays(await replay({ digests: new Set([digests[2]!]) }, 'kept', false))).toEqual([true, true, true]);
    expect(await knownDays(await replay({ digests: new Set([digests[1]!]) }, 'kept', false))).toEqual([true, true, false]);
    await expect(replay({ digests: new Set([digests[0]!]) }, 'kept', false)).rejects.toMatchObject({ code: 'GENERATION_NOT_FOUND' });
    expect(readdirSync(join(root, 'npm/shards')).filter((name) => name.startsWith('npm.'))).toHaveLength(limits.localGenerations + 1);
  });
});

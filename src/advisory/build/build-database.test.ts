import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { madeAdvisory, madeEnrichment, madeSource } from '../../../test/support/made-source.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { type Advisory } from '../../model/advisory.ts';
import { makeIssue } from '../../model/issue.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { type AdvisorySource } from '../source/advisory-source.ts';
import { shardFormatVersion } from '../store/shard-layout.ts';
import { buildDatabase, type BuildOptions, type BuildResult } from './build-database.ts';
import { searchDatabase } from '../store/search-database.ts';
import { readDatabaseStatus, verifyDatabase } from '../store/database-status.ts';
import { type EnrichmentSource } from '../enrichment/enrichment-source.ts';

const runtime = quietRuntime({ now: () => new Date('2026-06-01T00:00:00Z') });

function build(
  output: string,
  sources: readonly AdvisorySource[],
  options: Partial<BuildOptions> & { readonly enrichments?: readonly EnrichmentSource[] } = {},
): Promise<BuildResult> {
  return buildDatabase({ sources, enrichments: [], from: { folder: output }, output, toolVersion: '0.0.0', ...options }, runtime);
}

function many(sourceId: string, count: number, ecosystem: 'npm' | 'cargo' = 'npm'): Advisory[] {
  return Array.from({ length: count }, (_, i) => madeAdvisory(sourceId, `${ecosystem}-${i}`, [{ ecosystem, name: `package-${i}` }]));
}

/** Every file of a database with its content. */
function contentOf(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((file) => join(file.parentPath, file.name)).map((path) => [path.slice(folder.length), readFileSync(path, 'latin1')]),
  );
}

function statuses(result: BuildResult): readonly string[] {
  return result.manifest.sources.map((source) => `${source.id} ${source.status} ${source.advisories}`);
}

function issueLines(result: BuildResult): readonly string[] {
  return result.issues.map((issue) => `${issue.code}: ${issue.message}`);
}

function idsOf(folder: string, name: string): readonly string[] {
  return searchDatabase(folder, name).facts.map(({ candidate }) => candidate.advisory.id);
}

function failing(id: string, message = 'the feed is cut'): AdvisorySource {
  return madeSource(id, function* () {
    yield madeAdvisory(id, 'half', [{ name: 'half' }]);
    throw new Error(message);
  });
}

describe('buildDatabase', () => {
  it('writes the same bytes for the same input in any order', async () => {
    using folder = temporaryFolder();
    const [one, two] = [join(folder.path, 'one'), join(folder.path, 'two')] as const;
    const facts = [...many('a', 300), ...many('a', 200, 'cargo')];
    const enrichment = madeEnrichment('kev', [
      { cve: 'CVE-2026-1', enrichment: { knownExploited: { addedOn: '2026-01-01', isRansomware: false } } },
    ]);
    await build(one, [madeSource('a', facts), madeSource('b', many('b', 50))], { enrichments: [enrichment] });
    await build(two, [madeSource('a', [...facts].reverse()), madeSource('b', many('b', 50))], { enrichments: [enrichment] });
    expect(contentOf(two)).toEqual(contentOf(one));
    await build(two, [madeSource('a', facts), madeSource('b', many('b', 50))], { enrichments: [enrichment] });
    expect(contentOf(two)).toEqual(contentOf(one));
  });

  it('reads no feed again that did not change, and makes the bytes of a whole build', async () => {
    using feeds = temporaryFolder();
    using folder = temporaryFolder();
    const [whole, again] = [join(folder.path, 'whole'), join(folder.path, 'again')] as const;
    let parsed: string[] = [];
    const read = (id: string): readonly string[] => readFileSync(join(feeds.path, id), 'utf8').split(' ');
    const on = (id: string, release: string, name: string): Advisory => ({
      ...madeAdvisory(id, `${id}-CVE-2026-${name}`, [{ ecosystem: 'debian', release, name: `deb-${name}` }]),
      severities: [{ origin: id, severity: 'high' }],
      description: `${id} says of ${name}`,
    });
    const source = (id: string, releases: readonly string[]): AdvisorySource => ({
      ...madeSource(id, function* () {
        parsed.push(id);
        for (const release of releases) for (const name of read(id)) yield on(id, release, name);
        yield makeIssue('RECORD_INVALID', id, `one record of ${id} has no id`);
        if (id === 'b') yield { kind: 'summary', asOf: '2026-05-01T00:00:00Z', records: 7, withdrawn: 1 } as const;
      }),
      files: [{ path: id, upstream: 'http://localhost/' }],
    });
    const enrichment: EnrichmentSource = {
      ...madeEnrichment('kev', function* () {
        parsed.push('kev');
        for (const number of read('kev'))
          yield { cve: `CVE-2026-${number}`, enrichment: { knownExploited: { addedOn: '2026-01-01', isRansomware: false } } };
      }),
      files: [{ path: 'kev', upstream: 'http://localhost/' }],
    };
    const sources = [source('a', ['12']), source('b', ['12', '13']), source('c', ['13', '14'])];
    const options = { from: { folder: feeds.path }, enrichments: [enrichment], notes: 'use' } as const;
    const write = (id: string, names: string): void => writeFileSync(join(feeds.path, id), names);
    const buildAgain = async (): Promise<BuildResult> => ((parsed = []), build(again, sources, { ...options, acceptShrinking: true }));

    for (const id of ['a', 'b', 'c', 'kev']) write(id, '1000 1001 1002');
    await buildAgain();
    const second = await buildAgain();
    expect({ parsed, unchanged: second.unchanged }).toEqual({ parsed: [], unchanged: ['a', 'b', 'c', 'kev'] });
    expect(issueLines(second)).toEqual(['a', 'b', 'c'].map((id) => `RECORD_INVALID: one record of ${id} has no id`));
    // The text of a's record was the one that was kept.
    for (const [id, names] of [
      ['a', '1001'],
      ['kev', '1002'],
      ['c', '1000 1003'],
    ] as const) {
      write(id, names);
      const result = await buildAgain();
      expect(parsed).toEqual([id]);
      await build(whole, sources, { ...options, acceptShrinking: true, notes: 'renew' });
      expect(contentOf(join(again, 'shards')).size).toBeGreaterThan(3);
      for (const { path } of [...result.manifest.shards, result.manifest.ids, result.manifest.enrichment!])
        expect(readFileSync(join(again, path), 'latin1') === readFileSync(join(whole, path), 'latin1'), path).toBe(true);
      expect(readFileSync(join(again, 'manifest.json'), 'utf8')).toBe(readFileSync(join(whole, 'manifest.json'), 'utf8'));
    }
  });

  it('reads every feed again with another version, another selection, or over a damaged database', async () => {
    using feeds = temporaryFolder();
    using folder = temporaryFolder();
    const source: AdvisorySource = { ...madeSource('a', many('a', 20)), files: [{ path: 'a', upstream: 'http://localhost/' }] };
    writeFileSync(join(feeds.path, 'a'), 'x');
    const unchanged = async (more: Partial<BuildOptions> = {}): Promise<readonly string[]> =>
      (await build(folder.path, [source], { from: { folder: feeds.path }, notes: 'use', ...more })).unchanged;
    expect(await unchanged()).toEqual([]);
    expect(await unchanged()).toEqual(['a']);
    expect(await unchanged({ notes: 'renew' })).toEqual([]);
    expect(await unchanged({ toolVersion: '0.0.1' })).toEqual([]);
    expect(await unchanged({ toolVersion: '0.0.1', only: ['npm'] })).toEqual([]);
    expect(await unchanged({ toolVersion: '0.0.1', only: ['npm'] })).toEqual(['a']);
    const { manifest } = readDatabaseStatus(folder.path);
    const shard = join(folder.path, manifest.shards[0]!.path);
    const bytes = readFileSync(shard);
    bytes[40]! ^= 1;
    writeFileSync(shard, bytes);
    expect(await unchanged({ toolVersion: '0.0.1', only: ['npm'] })).toEqual([]);
    verifyDatabase(folder.path);
    // A build that leaves no notes, as one for a scan, makes those that lie there those of another database.
    await build(folder.path, [{ ...source, ...madeSource('a', many('a', 21)), files: source.files }], {
      from: { folder: feeds.path },
      toolVersion: '0.0.1',
    });
    expect(await unchanged({ toolVersion: '0.0.1', only: ['npm'] })).toEqual([]);
  });

  it('counts for each source the packages that any image of a release can have, and keeps the releases it lists', async () => {
    using folder = temporaryFolder();
    const on = (release: string, name: string, stream?: string): Advisory =>
      madeAdvisory('a', `${release} ${name} ${stream ?? ''}`, [
        { ecosystem: 'ubuntu', release, name, ...(stream !== undefined && { stream }) },
      ]);
    const facts = [
      on('24.04', 'curl'),
      on('24.04', 'curl', 'pro'),
      on('24.04', 'zlib', 'pro'),
      on('24.04', 'gnutls', 'pro-fips'),
      on('26.04', 'curl'),
    ];
    const summary = { kind: 'summary', records: 5, withdrawn: 0, releases: ['ubuntu@24.04'] } as const;
    const other = madeSource('b', [madeAdvisory('b', 'b-1', [{ ecosystem: 'ubuntu', release: '26.04', name: 'curl' }])]);
    const { manifest } = await build(folder.path, [madeSource('a', [...facts, summary]), other]);
    expect(manifest.shards.map(({ name, coverage }) => ({ name, coverage }))).toEqual([
      { name: 'ubuntu@24.04', coverage: [{ source: 'a', packages: 2 }] },
      {
        name: 'ubuntu@26.04',
        coverage: [
          { source: 'a', packages: 1 },
          { source: 'b', packages: 1 },
        ],
      },
    ]);
    expect(manifest.sources.map(({ id, releases }) => ({ id, releases }))).toEqual([
      { id: 'a', releases: ['ubuntu@24.04'] },
      { id: 'b', releases: undefined },
    ]);
    expect(readDatabaseStatus(folder.path).manifest).toEqual(manifest);
  });

  it('rates each CVE from all records, for findings that no record rates', async () => {
    using folder = temporaryFolder();
    const rated = (id: string, origin: string, severity: 'high' | 'low'): Advisory => ({
      ...madeAdvisory('a', id, [{}]),
      severities: [{ origin, severity }],
    });
    await build(folder.path, [madeSource('a', [rated('CVE-2026-1000', 'redhat', 'low'), rated('DEBIAN-CVE-2026-1000', 'nvd', 'high')])]);
    const severities = [
      { origin: 'nvd', severity: 'high' },
      { origin: 'redhat', severity: 'low' },
    ];
    expect(searchDatabase(folder.path, 'CVE-2026-1000').enrichment).toEqual({ severities });
    await build(folder.path, [failing('a')]);
    expect(searchDatabase(folder.path, 'CVE-2026-1000').enrichment).toEqual({ severities });
  });

  it('writes into the manifest what there is', async () => {
    using folder = temporaryFolder();
    const summary = { kind: 'summary', records: 12, withdrawn: 2, invalid: 3, asOf: '2026-05-04T03:02:01Z' } as const;
    const { manifest } = await build(folder.path, [madeSource('a', [...many('a', 4), ...many('a', 3, 'cargo'), summary])]);
    expect(manifest).toMatchObject({ formatVersion: shardFormatVersion, toolVersion: '0.0.0', builtAt: '2026-05-04T03:02:01.000Z' });
    expect(manifest.shards.map(({ name, ecosystem, keys, rows, sources }) => ({ name, ecosystem, keys, rows, sources }))).toEqual([
      { name: 'cargo', ecosystem: 'cargo', keys: 3, rows: 3, sources: ['a'] },
      { name: 'npm', ecosystem: 'npm', keys: 4, rows: 4, sources: ['a'] },
    ]);
    expect(manifest.sources).toEqual([
      {
        id: 'a', version: 1, license: 'CC0-1.0', status: 'fresh', asOf: '2026-05-04T03:02:01.000Z', newest: '2026-05-04T03:02:01.000Z',
        records: 12, advisories: 7, invalid: 3, withdrawn: 2, byEcosystem: new Map([['cargo', 3], ['npm', 4]]),
      },
    ]); // prettier-ignore
    expect(readDatabaseStatus(folder.path, { verify: true })).toMatchObject({ manifest, damaged: [] });
  });

  it('does not take a date of the future for freshness', async () => {
    using folder = temporaryFolder();
    const future = { ...madeAdvisory('a', 'x', [{}]), modified: '2036-01-01T00:00:00Z' };
    expect((await build(folder.path, [madeSource('a', [future])])).manifest.builtAt).toBe('2026-06-01T00:00:00.000Z');
  });

  it('reports records that could not be read', async () => {
    using folder = temporaryFolder();
    const issue = makeIssue('RECORD_INVALID', 'a', 'x.json: it is not JSON');
    const result = await build(folder.path, [madeSource('a', [...many('a', 2), issue])]);
    expect(result.issues).toEqual([issue]);
    expect(result.manifest.sources).toMatchObject([{ records: 3, advisories: 2, invalid: 1 }]);
  });

  it('keeps the last good data of a source that fails, and the other sources fresh', async () => {
    using folder = temporaryFolder();
    const old = many('a', 3).map((advisory) => ({
      ...advisory,
      covers: ['CVE-2026-7'],
      affected: [...advisory.affected, ...advisory.affected],
    }));
    await build(folder.path, [madeSource('a', old), madeSource('b', many('b', 2))]);
    const before = searchDatabase(folder.path, 'package-1').facts.filter(({ candidate }) => candidate.advisory.sourceId === 'a');
    const result = await build(folder.path, [failing('a'), madeSource('b', many('b', 5))]);
    expect(statuses(result)).toEqual(['a kept 3', 'b fresh 5']);
    expect(issueLines(result)).toEqual(['SOURCE_FAILED: a failed: the feed is cut']);
    expect(idsOf(folder.path, 'half')).toEqual([]);
    const after = searchDatabase(folder.path, 'package-1').facts.filter(({ candidate }) => candidate.advisory.sourceId === 'a');
    expect(JSON.stringify(after)).toBe(JSON.stringify(before));
    expect(before.length).toBe(1);
  });

  it('keeping changes no byte of what is kept', async () => {
    using folder = temporaryFolder();
    const sources = [madeSource('a', many('a', 400)), madeSource('b', many('b', 300, 'cargo'))];
    const first = await build(folder.path, sources);
    const second = await build(folder.path, [failing('a'), failing('b')]);
    expect(statuses(second)).toEqual(['a kept 400', 'b kept 300']);
    expect(second.manifest.shards).toEqual(first.manifest.shards);
    expect(second.manifest.builtAt).toBe(first.manifest.builtAt);
  });

  it.each([
    ['95 of 100', 100, 95, 'a fresh 95'],
    ['94 of 100', 100, 94, 'a kept 100'],
    ['1 of 100', 100, 1, 'a kept 100'],
    ['twice as many', 100, 200, 'a fresh 200'],
  ])('a source that has %s [241]', async (_, before, after, expected) => {
    using folder = temporaryFolder();
    await build(folder.path, [madeSource('a', many('a', before))]);
    const result = await build(folder.path, [madeSource('a', many('a', after))]);
    expect(statuses(result)).toEqual([expected]);
    const shrank = `SOURCE_SHRANK: a has ${after} advisories, where the last database has ${before}`;
    expect(issueLines(result)).toEqual(expected.includes('kept') ? [shrank] : []);
  });

  it('sees one ecosystem shrink among many [241]', async () => {
    using folder = temporaryFolder();
    await build(folder.path, [madeSource('a', [...many('a', 5_000), ...many('a', 100, 'cargo')])]);
    const result = await build(folder.path, [madeSource('a', [...many('a', 5_100)])]);
    expect(issueLines(result)).toEqual(['SOURCE_SHRANK: a has 0 advisories for cargo, where the last database has 100']);
  });

  it('accepts a smaller source with the option for it', async () => {
    using folder = temporaryFolder();
    await build(folder.path, [madeSource('a', many('a', 100))]);
    const result = await build(folder.path, [madeSource('a', many('a', 10))], { acceptShrinking: true });
    expect([statuses(result), result.issues]).toEqual([['a fresh 10'], []]);
    expect(idsOf(folder.path, 'package-99')).toEqual([]);
  });

  it('reports a source that fails with nothing to keep, and one whose feed contains no records', async () => {
    using folder = temporaryFolder();
    const result = await build(folder.path, [failing('a'), madeSource('b', []), madeSource('c', many('c', 1))]);
    expect(statuses(result)).toEqual(['a failed 0', 'b failed 0', 'c fresh 1']);
    expect(issueLines(result)).toEqual(['SOURCE_FAILED: a failed: the feed is cut', 'SOURCE_FAILED: b failed: b contains no records']);
  });

  it('leaves a source out whose feed is missing and never was', async () => {
    using folder = temporaryFolder();
    const absent = { ...madeSource('a', many('a', 1)), files: [{ path: 'absent/all.zip', upstream: 'http://localhost/' }] };
    const result = await build(folder.path, [absent, madeSource('b', many('b', 1))]);
    expect([statuses(result), result.issues]).toEqual([['b fresh 1'], []]);
  });

  it('fails without advisories and leaves no files', async () => {
    using folder = temporaryFolder();
    await expect(build(folder.path, [failing('a')])).rejects.toMatchObject({
      code: 'DATABASE_BUILD_FAILED',
      message: 'no advisories were read: a failed: the feed is cut',
    });
    expect(readdirSync(folder.path)).toEqual([]);
    await expect(build(join(folder.path, 'not/there'), [failing('a')], { from: { folder: folder.path } })).rejects.toThrow(
      'the feed is cut',
    );
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('names the first of many that failed, and how many more there are', async () => {
    using folder = temporaryFolder();
    await expect(
      build(
        folder.path,
        ['a', 'b', 'c', 'd'].map((id) => failing(id)),
      ),
    ).rejects.toThrow('no advisories were read: a failed: the feed is cut; b failed: the feed is cut; and 2 more');
  });

  it('builds only the ecosystems that are wanted, and does not call that shrinking', async () => {
    using folder = temporaryFolder();
    const sources = [madeSource('a', [...many('a', 10), ...many('a', 10, 'cargo')])];
    await build(folder.path, sources);
    const result = await build(folder.path, sources, { only: ['cargo'] });
    expect(result.manifest.shards.map((shard) => shard.name)).toEqual(['cargo']);
    expect([statuses(result), result.issues]).toEqual([['a fresh 10'], []]);
    const kept = await build(folder.path, [failing('a')], { only: ['cargo'] });
    expect(kept.manifest.shards).toEqual(result.manifest.shards);
  });

  it('does not read a source without selected ecosystems', async () => {
    using folder = temporaryFolder();
    const npmOnly = { ...failing('a'), ecosystems: ['npm'] as const };
    const result = await build(folder.path, [npmOnly, { ...madeSource('b', many('b', 1, 'cargo')), ecosystems: ['npm', 'cargo'] }], {
      only: ['cargo'],
    });
    expect([statuses(result), result.issues]).toEqual([['b fresh 1'], []]);
  });

  it('keeps the facts of enrichments, too', async () => {
    using folder = temporaryFolder();
    const fact = { cve: 'CVE-2026-1', enrichment: { knownExploited: { addedOn: '2026-01-01', isRansomware: false } } };
    const sources = [madeSource('a', many('a', 1))];
    await build(folder.path, sources, { enrichments: [madeEnrichment('kev', [fact])] });
    const result = await build(folder.path, sources, {
      enrichments: [
        madeEnrichment('kev', function* () {
          yield { cve: 'CVE-2026-2', enrichment: {} };
          throw new Error('it is an HTML page');
        }),
      ],
    });
    expect(statuses(result)).toEqual(['a fresh 1', 'kev kept 1']);
    expect(searchDatabase(folder.path, 'cve-2026-1').enrichment).toEqual(fact.enrichment);
    expect(searchDatabase(folder.path, 'cve-2026-2').enrichment).toBeUndefined();
  });

  it('replaces a damaged database, and one of another version', async () => {
    using folder = temporaryFolder();
    const sources = [madeSource('a', many('a', 3))];
    for (const text of ['{', '{"formatVersion":99}']) {
      writeFileSync(join(folder.path, 'manifest.json'), text);
      expect(statuses(await build(folder.path, sources))).toEqual(['a fresh 3']);
    }
    const { manifest } = verifyDatabase(folder.path);
    writeFileSync(join(folder.path, manifest.shards[0]!.path), 'not a shard');
    const result = await build(folder.path, [failing('a'), madeSource('b', many('b', 1))]);
    expect(statuses(result)).toEqual(['a failed 0', 'b fresh 1']);
    expect(issueLines(result)).toEqual([
      'SOURCE_FAILED: a failed: the feed is cut',
      'SOURCE_FAILED: the last good data of a cannot be read: shard npm is not a shard',
    ]);
  });

  it('stops on abort and leaves the old database', async () => {
    using folder = temporaryFolder();
    await build(folder.path, [madeSource('a', many('a', 3))]);
    const before = contentOf(folder.path);
    const stop = new AbortController();
    const endless = madeSource('a', function* () {
      for (let i = 0; ; i++) {
        if (i === 5_000) stop.abort();
        yield madeAdvisory('a', `x-${i}`, [{ name: `package-${i}` }]);
      }
    });
    const options = { sources: [endless], enrichments: [], from: { folder: folder.path }, output: folder.path, toolVersion: '0' };
    await expect(buildDatabase(options, quietRuntime({ signal: stop.signal }))).rejects.toMatchObject({ code: 'ABORTED' });
    expect(contentOf(folder.path)).toEqual(before);
  });

  it('removes what killed builders left, and old shards but those of the generations that stay', async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, '.work-999999', 'a'), { recursive: true });
    mkdirSync(join(folder.path, 'shards'));
    writeFileSync(join(folder.path, 'shards', 'npm.0000.shard'), 'left over');
    const shardCounts: number[] = [];
    for (let i = 1; i <= 8; i++) {
      await build(folder.path, [madeSource('a', many('a', i))]);
      shardCounts.push(readdirSync(join(folder.path, 'shards')).length);
    }
    expect(shardCounts).toEqual([2, 4, 6, 8, 10, 12, 12, 12]);
    expect(readdirSync(folder.path).sort()).toEqual(['history', 'manifest.json', 'shards']);
  });

  it('names the reason when it may not write', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'file'), '');
    const output = join(folder.path, 'file', 'db');
    await expect(build(output, [madeSource('a', many('a', 1))], { from: { folder: folder.path } })).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: `the advisory database cannot be written to ${output}: a part of the path is not a directory`,
    });
  });
});

describe('searchDatabase', () => {
  it.each([
    ['an id in any case', 'ghsa-AAAA', 'id', ['npm lodash GHSA-aaaa', 'npm lodash-es GHSA-aaaa']],
    ['an alias', 'CVE-2026-0009', 'id', ['npm lodash GHSA-aaaa', 'npm lodash-es GHSA-aaaa']],
    ['a flaw that a bulletin covers', 'CVE-2026-0010', 'id', ['debian@12 openssl DSA-1']],
    ['a package in every shard', 'openssl', 'package', ['debian@12 openssl DSA-1', 'npm openssl GHSA-bbbb']],
    ['nothing', 'left-pad', 'nothing', []],
  ])('finds by %s', async (_, text, foundBy, expected) => {
    using folder = temporaryFolder();
    await build(folder.path, [
      madeSource('a', [
        { ...madeAdvisory('a', 'GHSA-aaaa', [{ name: 'lodash' }, { name: 'lodash-es' }]), aliases: ['CVE-2026-0009'] },
        madeAdvisory('a', 'GHSA-bbbb', [{ name: 'openssl' }, { name: 'lodash' }]),
        { ...madeAdvisory('a', 'DSA-1', [{ name: 'openssl', ecosystem: 'debian', release: '12' }]), covers: ['CVE-2026-0010'] },
      ]),
    ]);
    const result = searchDatabase(folder.path, text);
    expect(result.foundBy).toBe(foundBy);
    expect(result.facts.map(({ shard, candidate }) => `${shard} ${candidate.affected.name} ${candidate.advisory.id}`)).toEqual(expected);
  });

  it('reports how much it left out', async () => {
    using folder = temporaryFolder();
    await build(folder.path, [madeSource('a', many('a', 5).map((one) => ({ ...one, aliases: ['CVE-2026-1'] })))]); // prettier-ignore
    const result = searchDatabase(folder.path, 'CVE-2026-1', { maxFacts: 3 });
    expect([result.facts.length, result.leftOut]).toEqual([3, 2]);
  });
});

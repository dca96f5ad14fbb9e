import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { advisory } from '../../../test/support/advisory-arbitraries.ts';
import { describeAdvisoryStore, plain, type StoreSample } from '../../../test/support/advisory-store-contract.ts';
import { madeAdvisory, madeEnrichment, madeSource } from '../../../test/support/made-source.ts';
import { memoryAdvisoryStore } from '../../../test/support/memory-advisory-store.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { formatAdvisoryKey } from '../../model/advisory-key.ts';
import { type Advisory, type Candidate, type Enrichment } from '../../model/advisory.ts';
import { quietRuntime } from '../../model/runtime.ts';
import { buildDatabase } from '../build/build-database.ts';
import { readManifest } from './database-manifest.ts';
import { shardFormatVersion } from './shard-layout.ts';
import { describeCve } from '../build/describe-cve.ts';
import { openDatabase } from './open-database.ts';

const runtime = quietRuntime();
const exploited: Enrichment = { knownExploited: { addedOn: '2026-02-03', isRansomware: true, dueOn: '2026-03-01' } };
const predicted: Enrichment = { exploitPrediction: { probability: 0.00042, percentile: 0.5, scoredOn: '2026-08-01' } };
const advisories = [
  madeAdvisory('made', 'CVE-2026-0001', [{ name: 'openssl', ecosystem: 'debian', release: '12' }, { name: 'openssl', ecosystem: 'debian', release: '13' }]), // prettier-ignore
  madeAdvisory('made', 'GHSA-aaaa', [{ name: 'lodash' }, { name: 'lodash-es' }]),
  madeAdvisory('made', 'GHSA-bbbb', [{ name: 'lodash', status: 'not-affected', ranges: [] }]),
];
const sample: StoreSample = {
  known: [
    { ecosystem: 'debian', release: '12', name: 'openssl' },
    { ecosystem: 'npm', name: 'lodash' },
    { ecosystem: 'npm', name: 'lodash-es' },
  ],
  absent: { ecosystem: 'npm', name: 'left-pad' },
  uncovered: { ecosystem: 'debian', release: '11', name: 'openssl' },
  enrichedCve: 'CVE-2026-0001',
};

async function build(output: string, from: readonly Advisory[] = advisories): Promise<void> {
  await buildDatabase(
    {
      sources: ['made', 'made-a', 'made-b'].map((id) => madeSource(id, [...from.filter((one) => one.sourceId === id), ...padding(id)])),
      enrichments: [
        madeEnrichment('kev', [{ cve: 'CVE-2026-0001', enrichment: exploited }]),
        madeEnrichment('epss', [{ cve: 'CVE-2026-0001', enrichment: predicted }]),
      ],
      from: { folder: output },
      output,
      toolVersion: '0.0.0',
    },
    runtime,
  );
}

/** A feed without anything in it counts as failed. */
function padding(id: string): readonly Advisory[] {
  return id === 'made' ? [] : [madeAdvisory(id, `PAD-${id}`, [{ ecosystem: 'cargo', name: 'padding' }])];
}

const folder = temporaryFolder();
const directory = join(folder.path, 'contract');
const ready = build(directory);
afterAll(() => folder[Symbol.dispose]());

describeAdvisoryStore('a database', sample, async () => {
  await ready;
  return openDatabase(directory, runtime);
});

describeAdvisoryStore('an in-memory store', sample, () =>
  Promise.resolve(memoryAdvisoryStore(advisories, new Map([['CVE-2026-0001', exploited]]))),
);

describe('openDatabase', () => {
  it('returns the same as the simplest store, for advisories of every shape', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(advisory, { maxLength: 8 }), async (written) => {
        using temporary = temporaryFolder();
        await build(temporary.path, written);
        await using store = await openDatabase(temporary.path, runtime);
        const keys = written.flatMap(({ affected }) => affected);
        const answers = plain(await store.find(keys));
        const expected = plain(await memoryAdvisoryStore(written.map((record) => describeCve(record).advisory)).find(keys));
        expect(answers.map(asSet)).toEqual(expected.map(asSet));
      }),
      { numRuns: 40 },
    );
  });

  it('opens only the shards that are asked, and names them', async () => {
    await ready;
    await using store = await openDatabase(directory, runtime);
    expect(store.used().shards).toEqual([]);
    await store.find([{ ecosystem: 'npm', name: 'left-pad' }, sample.uncovered]);
    const { shards, enrichment } = readManifest(directory);
    const npm = shards.find((shard) => shard.name === 'npm');
    expect(store.used().shards).toEqual([{ name: 'npm', digest: npm?.digest }]);
    await store.enrich(['CVE-2026-0001']);
    expect(store.used().shards.at(-1)).toEqual({ name: 'cve', digest: enrichment?.digest });
  });

  it('lays the facts of several lists over each other', async () => {
    await ready;
    await using store = await openDatabase(directory, runtime);
    expect(await store.enrich(['CVE-2026-0001'])).toEqual(new Map([['CVE-2026-0001', { ...exploited, ...predicted }]]));
  });

  it('keeps a damaged shard apart from the others [260]', async () => {
    using temporary = temporaryFolder();
    await build(temporary.path);
    const path = join(temporary.path, readManifest(temporary.path).shards.find((shard) => shard.name === 'npm')!.path);
    const bytes = readFileSync(path);
    bytes[20]! ^= 1;
    writeFileSync(path, bytes);
    await using store = await openDatabase(temporary.path, runtime);
    const npm = await store.find([{ ecosystem: 'npm', name: 'lodash' }]);
    expect(() => npm.get('npm/lodash')?.all()).toThrow(
      expect.objectContaining({ code: 'DATABASE_DAMAGED', message: expect.stringContaining('shard npm ') as string }),
    );
    const debian = await store.find([sample.known[0]!]);
    expect([...debian.values()].map((facts) => facts.all().length)).toEqual([1]);
  });

  it('refuses what is not a database, a newer one and every damaged manifest [256]', async () => {
    using temporary = temporaryFolder();
    const open = (): Promise<string> =>
      openDatabase(temporary.path, runtime).then(
        () => 'opened',
        (error: unknown) => (error as { code: string }).code,
      );
    expect(await open()).toBe('DATABASE_NOT_FOUND');
    mkdirSync(join(temporary.path, 'manifest.json'));
    expect(await open()).toBe('DATABASE_DAMAGED');
    rmSync(join(temporary.path, 'manifest.json'), { recursive: true });
    await build(temporary.path);
    const path = join(temporary.path, 'manifest.json');
    const good = readFileSync(path, 'utf8');
    writeFileSync(path, good.replace(`"formatVersion": ${shardFormatVersion}`, `"formatVersion": ${shardFormatVersion + 1}`));
    expect(await open()).toBe('DATABASE_VERSION');
    const damaged = [
      good.slice(0, -20),
      '',
      '<html>',
      good.replace('"npm"', '"npn"'),
      good.replace('shards/', '../ards/'),
      '[]',
      `{"formatVersion":${shardFormatVersion}}`,
    ];
    for (const text of damaged) {
      writeFileSync(path, text);
      expect([text.slice(0, 20), await open()]).toEqual([text.slice(0, 20), 'DATABASE_DAMAGED']);
    }
  });

  it('finds flipped bits of the manifest [260]', async () => {
    using temporary = temporaryFolder();
    await build(temporary.path);
    const path = join(temporary.path, 'manifest.json');
    const good = readFileSync(path);
    const right = JSON.stringify(JSON.parse(good.toString()));
    const wrong = fc.sample(fc.integer({ min: 0, max: good.length * 8 - 1 }), { numRuns: 300, seed: 3 }).filter((bit) => {
      const bad = Buffer.from(good);
      bad[bit >>> 3]! ^= 1 << (bit & 7);
      // A flip in the blanks between values changes nothing.
      if (isSameJson(bad.toString(), right)) return false;
      writeFileSync(path, bad);
      try {
        readManifest(temporary.path);
        return true;
      } catch {
        return false;
      }
    });
    expect(wrong).toEqual([]);
  });

  it('keeps reading the database that it opened while another replaces it [257]', async () => {
    using temporary = temporaryFolder();
    await build(temporary.path);
    await using store = await openDatabase(temporary.path, runtime);
    await build(temporary.path, [...advisories, madeAdvisory('made', 'GHSA-cccc', [{ name: 'lodash' }])]);
    const found = await store.find([{ ecosystem: 'npm', name: 'lodash' }]);
    expect([...found.values()].map((facts) => facts.all().length)).toEqual([2]);
    await using newer = await openDatabase(temporary.path, runtime);
    const foundNewer = await newer.find([{ ecosystem: 'npm', name: 'lodash' }]);
    expect([...foundNewer.values()].map((facts) => facts.all().length)).toEqual([3]);
    expect(readdirSync(temporary.path).sort()).toEqual(['history', 'manifest.json', 'shards']);
  });
});

/** A fact that one advisory states twice is one fact. */
function asSet([key, candidates]: readonly [string, readonly Candidate[]]): readonly [string, readonly string[]] {
  return [key, [...new Set(candidates.map((candidate) => canonical(candidate)))].sort()];
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

function isSameJson(text: string, right: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === right;
  } catch {
    return false;
  }
}

it('keys of the sample are as the store writes them', () => {
  expect(sample.known.map(formatAdvisoryKey)).toEqual(['debian@12/openssl', 'npm/lodash', 'npm/lodash-es']);
});

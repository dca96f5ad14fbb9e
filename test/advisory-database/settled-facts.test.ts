import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildDatabase } from '../../src/advisory/build/build-database.ts';
import { openDatabase } from '../../src/advisory/store/open-database.ts';
import { advisoryKeysOf } from '../../src/match/advisory-keys.ts';
import { matchPackages, type MatchResult } from '../../src/match/match-packages.ts';
import { factsInMemory, type Advisory, type AffectedPackage, type KnownFacts } from '../../src/model/advisory.ts';
import { type EcosystemId } from '../../src/model/ecosystem.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { madeSource } from '../support/made-source.ts';
import { makePackage } from '../support/match-fixtures.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { isSlowRun } from '../support/is-slow-run.ts';

const numbers = [1, 2, 3, 4];
/**
 * As four ecosystems write them: Maven's, and RPM's where only some have a release, are kept without an order. Versions with which Maven goes in circles are not
 * among them: what they should be upgraded to is then as it comes.
 */
const versionsOf = {
  'debian@12': ['1.0-1', '1.2-1', '1.2-2', '2.0-1', '3.0-1', 'not a version'],
  npm: ['1.0.0-rc.1', '1.0.0', '1.2.0', '1.10.0', '2.0.0', 'not a version'],
  maven: ['1-rc1', '1', '1.1', '1.10', '2', 'not/a version'],
  'almalinux@9': ['1.0-1.el9', '1.0', '1.0-2.el9', '2.0-1.el9', '2:1.0-1.el9', 'not a version'],
} as const;
const cves = numbers.map((number) => `CVE-2024-000${number}`);

type Fact = Omit<AffectedPackage, 'ecosystem' | 'release' | 'name'>;

function factOf(version: fc.Arbitrary<string>): fc.Arbitrary<Fact> {
  return fc.record(
    {
      status: fc.constantFrom('affected', 'affected', 'affected', 'not-affected', 'under-investigation'),
      ranges: fc.oneof(
        version.map((fixed) => [{ introduced: '0', fixed }]),
        version.map((fixed) => [{ introduced: '0', fixed }]),
        fc.constant([{ introduced: '0' }]),
        fc.tuple(version, version).map(([introduced, fixed]) => [{ introduced, fixed }]),
        fc.tuple(version, version, version).map(([first, introduced, fixed]) => [
          { introduced: '0', fixed: first },
          { introduced, fixed },
        ]),
        fc.tuple(version, version).map(([introduced, lastAffected]) => [{ introduced, lastAffected }]),
        fc.constant([]),
      ),
      versions: fc.oneof(
        ...[0, 1, 2].map(() => fc.constant<string[]>([])),
        version.map((listed) => [listed]),
      ),
      fixState: fc.constantFrom('fixed', 'no-fix-yet'),
      architectures: fc.constantFrom([], [], ['arm64']),
    },
    { noNullPrototype: true },
  );
}

/** Records that name each other in all the ways there are: the same id, a CVE inside the id, aliases of others, bulletins. */
function recordOf(
  version: fc.Arbitrary<string>,
): fc.Arbitrary<Omit<Advisory, 'severities' | 'references' | 'affected'> & { readonly fact: Fact }> {
  return fc.record({
    id: fc.constantFrom(...cves, ...cves.map((cve) => `DEBIAN-${cve}`), 'GHSA-aaaa', 'GHSA-bbbb', 'DSA-1'),
    sourceId: fc.constantFrom('osv-debian', 'debian-tracker'),
    aliases: fc.subarray([...cves, 'GHSA-aaaa'], { maxLength: 2 }),
    covers: fc.oneof({ weight: 4, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: fc.subarray(cves, { maxLength: 3 }) }),
    published: fc.constantFrom('2023-05-05T00:00:00Z', '2024-05-05T00:00:00Z'),
    fact: factOf(version),
  });
}

it.each(Object.entries(versionsOf))('leaving out what a fix settled changes no finding and no issue: %s', async (place, versions) => {
  const version = fc.constantFrom(...versions);
  const packageNames = Array.from({ length: 60 }, (_, at) => `source-${at}`);
  const situation = fc.tuple(...packageNames.map(() => fc.tuple(version, fc.array(recordOf(version), { maxLength: 6 }))));
  await fc.assert(
    fc.asyncProperty(situation, async (drawn) => {
      using folder = temporaryFolder();
      await build(
        folder.path,
        drawn.flatMap(([, records], at) => records.map(({ fact, ...head }) => toAdvisory(head, fact, place, packageNames[at]!))),
      );
      await using store = await openDatabase(folder.path, runtime);
      const packages = drawn.flatMap(([installed], at) => [
        makePackage(`${place}/${packageNames[at]!} ${installed}`, { architecture: 'amd64' }),
        makePackage(`${place}/lib${packageNames[at]!} ${installed}`, { source: `${packageNames[at]!} ${installed}` }),
      ]);
      const facts = await store.find(packages.flatMap(advisoryKeysOf));
      const match = (known: ReadonlyMap<string, KnownFacts>): MatchResult =>
        matchPackages({ packages, facts: known, coverageOf: () => 'covered', now: new Date('2026-01-01') });
      const whole = match(new Map(Array.from(facts, ([key, known]) => [key, factsInMemory(known.all())])));
      expect(JSON.parse(JSON.stringify(match(facts)))).toEqual(JSON.parse(JSON.stringify(whole)));
    }),
    { numRuns: isSlowRun ? 300 : 10 },
  );
});

const runtime = quietRuntime();

function toAdvisory(head: Omit<Advisory, 'severities' | 'references' | 'affected'>, fact: Fact, place: string, name: string): Advisory {
  const [ecosystem, release] = place.split('@') as [EcosystemId, string | undefined];
  return { ...head, severities: [], references: [], affected: [{ ecosystem, ...(release !== undefined && { release }), name, ...fact }] };
}

async function build(output: string, advisories: readonly Advisory[]): Promise<void> {
  const sources = ['osv-debian', 'debian-tracker'].map((id) =>
    madeSource(id, [...advisories.filter(({ sourceId }) => sourceId === id), { ...padding, sourceId: id }]),
  );
  await buildDatabase({ sources, enrichments: [], from: { folder: output }, output, toolVersion: '0.0.0' }, runtime);
}

/** A feed without anything in it counts as failed. */
const padding: Advisory = {
  id: 'PAD-1',
  sourceId: '',
  aliases: [],
  covers: [],
  severities: [],
  references: [],
  affected: [{ ecosystem: 'cargo', name: 'padding', status: 'affected', ranges: [], versions: [], fixState: 'unknown' }],
};

import { describe, expect, it } from 'vitest';
import { factsOf, makePackage, matchSituation } from '../../test/support/match-fixtures.ts';
import { formatAdvisoryKey } from '../model/advisory-key.ts';
import { factsInMemory } from '../model/advisory.ts';
import { ecosystemIds } from '../model/ecosystem.ts';
import { advisoryKeysOf, candidateKeyOf } from './advisory-keys.ts';
import { cvesOf } from './cves-of.ts';
import { barePurl } from '../model/bare-purl.ts';
import { vulnerabilityFingerprint } from './fingerprint.ts';
import { flawIdOf } from './flaw-id.ts';
import { type MatchInput, matchPackages } from './match-packages.ts';
import { matcherOf, matchers } from './matchers.ts';

describe('advisory keys', () => {
  it.each([
    ['debian@12/openssl', makePackage('debian@12/libssl3 3.0-1', { source: 'openssl 3.0-1' })],
    ['debian@12/bash', makePackage('debian@12/bash 5.2-1')],
    ['rocky@9/openssl-libs', makePackage('rocky@9/openssl-libs 3.0-1', { source: 'openssl 3.0-1' })],
    ['wolfi/curl', makePackage('wolfi/libcurl 8-r0', { source: 'curl 8-r0' })],
    ['npm/@babel/core', makePackage('npm/@babel/core 7.0.0', { ownedBy: 'pkg:deb/debian/node-babel@7 var/lib/dpkg/status' })],
  ])('%s', (key, found) => {
    expect(advisoryKeysOf(found).map(formatAdvisoryKey)).toEqual([key]);
    expect(candidateKeyOf(found)).toBe(key);
  });
});

describe('the id of a flaw', () => {
  it.each([
    ['CVE-2023-0286', { id: 'DEBIAN-CVE-2023-0286', aliases: ['CVE-2020-0001'] }],
    ['CVE-2023-45853', { id: 'CVE-2023-45853', aliases: [] }],
    ['GHSA-35jh-r3h4-6jhm', { id: 'GHSA-35jh-r3h4-6jhm', aliases: ['SNYK-1'] }],
    ['CVE-2026-4800', { id: 'GHSA-r5fr-rjxr-66jc', aliases: ['CVE-2021-23337', 'CVE-2026-4800'], published: '2026-04-01T23:51:12Z' }],
    ['CVE-2021-23337', { id: 'GHSA-35jh-r3h4-6jhm', aliases: ['CVE-2026-4800', 'CVE-2021-23337'], published: '2021-05-06T16:05:51Z' }],
    ['CVE-2021-23337', { id: 'GHSA-1', aliases: ['CVE-2021-999', 'cve-2024-0001', 'CVE-2021-23337'] }],
    ['ALSA-2023:CVE-1', { id: 'ALSA-2023:CVE-1', aliases: [] }],
  ])('%s', (expected, advisory) => {
    expect(flawIdOf(advisory)).toBe(expected);
  });
});

it('asks for the enrichment of every CVE that names a finding, once and sorted', () => {
  const { findings } = matchSituation({
    packages: [makePackage('npm/a 1.0.0'), makePackage('debian@12/b 1.0-1'), makePackage('npm/c 1.0.0')],
    facts: [
      { on: 'npm/a', id: 'GHSA-1', aliases: ['CVE-2024-0002'] },
      { on: 'debian@12/b', id: 'DSA-1', covers: ['CVE-2024-0001', 'CVE-2024-0002', 'TEMP-1'] },
      { on: 'npm/c', id: 'MAL-1' },
    ],
  });
  expect(cvesOf(findings)).toEqual(['CVE-2024-0001', 'CVE-2024-0002']);
});

describe('fingerprint', () => {
  it.each([
    ['pkg:deb/debian/curl', 'pkg:deb/debian/curl@7.88.1-10%2Bdeb12u4?arch=amd64&distro=debian-12'],
    ['pkg:npm/%40babel/core', 'pkg:npm/%40babel/core@7.0.0#lib'],
    ['pkg:npm/@babel/core', 'pkg:npm/@babel/core@7.0.0'],
    ['pkg:npm/@babel/core', 'pkg:npm/@babel/core'],
    ['pkg:npm/lodash', 'pkg:npm/lodash'],
  ])('%s', (expected, purl) => {
    expect(barePurl(purl)).toBe(expected);
  });

  it('is the same for another version, and another for another flaw, package or owner', () => {
    const of = (id: string, purl: string, owner?: string) => vulnerabilityFingerprint(id, purl, owner);
    const one = of('CVE-1', 'pkg:npm/a@1.0.0');
    expect(one).toBe('692d38670255404bcedd4a62c3f2302f');
    expect(of('CVE-1', 'pkg:npm/a@2.0.0?x=y')).toBe(one);
    expect(of('CVE-1', 'pkg:npm/a@1.0.0', 'pkg:deb/debian/n@1')).toBe(of('CVE-1', 'pkg:npm/a@1.0.0', 'pkg:deb/debian/n@2'));
    const others = [of('CVE-2', 'pkg:npm/a@1.0.0'), of('CVE-1', 'pkg:npm/b@1.0.0'), of('CVE-1', 'pkg:npm/a@1.0.0', 'pkg:deb/debian/n@1')];
    expect(new Set([one, ...others]).size).toBe(4);
  });
});

it('has a matcher for every ecosystem, and three that differ from the default', () => {
  expect(matchers.map(({ id }) => id)).toEqual(['default', 'amazon-extras', 'github-actions', 'rpm-redhat']);
  expect(ecosystemIds.filter((id) => matcherOf(id).id !== 'default')).toEqual([
    'redhat',
    'almalinux',
    'rocky',
    'oracle',
    'amazon',
    'github',
  ]);
});

it('tells the whole of a finding', () => {
  const found = makePackage('npm/lodash 4.17.20');
  const copy = makePackage('npm/lodash 4.17.20', {
    path: 'b/lodash/package.json',
    layerIndex: 1,
    locations: [{ path: 'b/lodash/package.json', layerIndex: 1 }],
  });
  const { findings } = matchSituation({
    packages: [found, copy],
    facts: [{ on: 'npm/lodash', id: 'GHSA-1', aliases: ['CVE-2021-0001'], fixed: '4.17.21', rated: ['ghsa:high'], title: 'Injection' }],
    enrichments: { 'CVE-2021-0001': { exploitPrediction: { probability: 0.5, percentile: 0.9, scoredOn: '2026-01-01' } } },
    baseLayerCount: 1,
  });
  expect(findings).toEqual([
    {
      kind: 'vulnerability',
      id: 'CVE-2021-0001',
      aliases: ['GHSA-1'],
      fingerprint: vulnerabilityFingerprint('CVE-2021-0001', found.purl, undefined),
      severity: 'high',
      severityOrigin: 'ghsa',
      severities: [{ origin: 'ghsa', severity: 'high' }],
      lane: 'fix-now',
      packageId: found.id,
      otherPackageIds: [copy.id],
      locations: [...found.locations, ...copy.locations],
      advisory: { id: 'GHSA-1', sourceId: 'osv', aliases: ['CVE-2021-0001'], covers: [], severities: [{ origin: 'ghsa', severity: 'high' }], references: [], title: 'Injection' },
      advisoryIds: ['GHSA-1'],
      range: { introduced: '0', fixed: '4.17.21' },
      fixState: 'fixed',
      fixedVersion: '4.17.21',
      upgradeTo: '4.17.21',
      enrichment: { exploitPrediction: { probability: 0.5, percentile: 0.9, scoredOn: '2026-01-01' } },
      broughtBy: 'base',
    },
  ]); // prettier-ignore
});

it('tells a bounded number of issues one by one, and counts the rest', () => {
  const names = Array.from({ length: 250 }, (_, at) => `odd${at}`);
  const { issues } = matchSituation({
    packages: names.map((name) => makePackage(`npm/${name} odd`)),
    facts: names.map((name) => ({ on: `npm/${name}`, id: 'CVE-2021-0001', fixed: '1.0.0' })),
  });
  expect(issues).toHaveLength(101);
  expect(issues.at(-1)).toEqual({
    code: 'VERSION_UNREADABLE',
    severity: 'warning',
    origin: 'match',
    message: '150 more could not be compared (not listed)',
  });
});

/** As many packages as asked, of sources with four facts each; every twentieth source has a flaw. */
function manyPackages(count: number): MatchInput {
  const versionOf = (at: number) => `1.2.${at % 40}-1+deb12u${at % 7}`;
  const sources = Array.from({ length: count / 2 }, (_, at) => `src${at}`);
  return {
    packages: Array.from({ length: count }, (_, at) =>
      makePackage(`debian@12/lib${at} ${versionOf(at)}`, { source: `src${at % sources.length} ${versionOf(at)}` }),
    ),
    facts: factsOf(
      sources.flatMap((source, at) =>
        [1, 2, 3, 4].map((n) => ({ on: `debian@12/${source}`, id: `CVE-2023-100${n}`, source: 'debian-tracker', fixed: n === 4 && at % 20 === 0 ? '1.2.90-1' : `1.1.${n}-1` })),
      ),
    ),
    coverageOf: () => 'covered',
    now: new Date('2026-01-01'),
  };
} // prettier-ignore

/** How often ranges of facts were looked at, which other work on the machine does not change as it changes time. */
function looksAtRanges(input: MatchInput): number {
  let looks = 0;
  const facts = new Map(
    Array.from(input.facts, ([key, known]) => [
      key,
      factsInMemory(
        known.all().map(({ advisory, affected }) => ({
          advisory,
          affected: {
            ...affected,
            get ranges() {
              looks += 1;
              return affected.ranges;
            },
          },
        })),
      ),
    ]),
  );
  matchPackages({ ...input, facts });
  return looks;
}

it('does work in proportion to the packages: a few looks at each fact, however many packages there are', () => {
  const [small, large] = [manyPackages(500), manyPackages(4_000)];
  expect([small, large].map((input) => matchPackages(input).findings.length)).toEqual([26, 200]);
  const [few, many] = [looksAtRanges(small) / 500, looksAtRanges(large) / 4_000];
  expect(many).toBeCloseTo(few, 0);
  expect(many).toBeLessThan(4 * 3);
});

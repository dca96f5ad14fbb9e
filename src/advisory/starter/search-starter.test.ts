import { describe, expect, it } from 'vitest';
import { searchStarter } from './search-starter.ts';

const linesOf = (text: string): readonly string[] =>
  searchStarter(text).facts.map(({ shard, candidate }) => `${shard} ${candidate.affected.name} ${candidate.advisory.id}`);

describe('searchStarter', () => {
  it('finds a flaw by its CVE or by the advisory, in any letter case', () => {
    expect(linesOf('cve-2021-23337')).toEqual(['npm lodash GHSA-35jh-r3h4-6jhm', 'npm lodash.template GHSA-35jh-r3h4-6jhm']);
    expect(linesOf('ghsa-35JH-R3H4-6JHM')).toEqual(linesOf('CVE-2021-23337'));
    expect(searchStarter('cve-2021-23337').foundBy).toBe('id');
  });

  it('finds everything about a package by its exact name', () => {
    const { foundBy, facts } = searchStarter('zlib');
    expect([foundBy, ...new Set(facts.map(({ shard }) => shard))]).toEqual([
      'package',
      'alpine@3.18',
      'alpine@3.19',
      'alpine@3.20',
      'debian@12',
    ]);
    expect(linesOf('ZLIB')).toEqual([]);
  });

  it('marks exploited CVEs, and finds nothing else', () => {
    expect(searchStarter('CVE-2023-4911').enrichment).toEqual({ knownExploited: { addedOn: '2023-11-21', isRansomware: false } });
    expect(searchStarter('left-pad')).toEqual({ foundBy: 'nothing', facts: [], leftOut: 0 });
  });
});

import { describe, expect, it } from 'vitest';
import { makeCandidate } from '../../../test/support/match-fixtures.ts';
import { displayWidth } from '../../lib/terminal/display-width.ts';
import { formatSearch } from './database-search-text.ts';

const facts = [
  { shard: 'npm', candidate: makeCandidate({ on: 'npm/lodash', id: 'GHSA-35jh-r3h4-6jhm', fixed: '4.17.21', title: 'Command Injection in lodash' }) },
  { shard: 'debian@12', candidate: makeCandidate({ on: 'debian@12/a-package-with-a-rather-long-name', id: 'DEBIAN-CVE-2021-23337', fixed: '', title: `escape \u001b[31m` }) },
]; // prettier-ignore

describe('formatSearch', () => {
  it.each([60, 80, 100, 200])('fits %i columns', (width) => {
    const lines = [...formatSearch('x', { foundBy: 'id', facts, leftOut: 3 }, width)].map((line) => line.trimEnd());
    expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
    expect([lines[0]?.slice(0, 8), lines.at(-1)]).toEqual(['ADVISORY', '3 more not shown']);
  });

  it('leaves out what a narrow terminal has no room for, the source first', () => {
    const headsAt = (width: number) =>
      [...formatSearch('x', { foundBy: 'id', facts, leftOut: 0 }, width)][0]?.trim().replace(/ {2,}/g, ' ') ?? '';
    const heads = [...new Set(Array.from({ length: 141 }, (_, more) => headsAt(60 + more)))].map((line) => line.split(' '));
    expect(heads).toEqual([
      ['ADVISORY', 'PACKAGE', 'IN', 'AFFECTED', 'STATE'],
      ['ADVISORY', 'PACKAGE', 'IN', 'AFFECTED', 'STATE', 'TITLE'],
      ['ADVISORY', 'PACKAGE', 'IN', 'AFFECTED', 'STATE', 'TITLE', 'SOURCE'],
    ]);
  });

  it('shows the facts about a CVE, and that nothing was found', () => {
    const enrichment = { knownExploited: { addedOn: '2026-05-02', isRansomware: true }, exploitPrediction: { probability: 0.25, percentile: 0.96, scoredOn: '2026-05-03' } };
    expect([...formatSearch('CVE-1', { foundBy: 'id', facts: [], leftOut: 0, enrichment }, 80)]).toEqual([
      'known to be exploited since 2026-05-02 (CISA KEV)\n',
      'EPSS 25.00 % within 30 days, as of 2026-05-03\n',
      'no package found for CVE-1\n',
    ]);
    expect([...formatSearch('left-\u001bpad', { foundBy: 'nothing', facts: [], leftOut: 0 }, 80)]).toEqual(['no advisory or package found for left-\\x1bpad\n']);
  }); // prettier-ignore
});

import { expect, it } from 'vitest';
import { makeIssue } from '../model/issue.ts';
import { takeSbom } from './take-sbom.ts';
import { endOfLifeIssues } from './end-of-life-issue.ts';

const old = takeSbom(
  Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'operating-system', name: 'debian', version: '9' }] })),
  'old.cdx.json',
); // prettier-ignore
const now = new Date('2026-11-30T12:00:00Z');

it('reports the end of an SBOM’s distribution once, and leaves images to the catalog', () => {
  expect(endOfLifeIssues(old, now).map(({ code, message }) => `${code} ${message}`)).toEqual([
    expect.stringMatching(/^DISTRIBUTION_END_OF_LIFE Debian 9 has had no free security support since 20\d\d-\d\d-\d\d; newer flaws may have no advisory$/),
  ]);
  expect(endOfLifeIssues(old, new Date('2018-01-01T00:00:00Z'))).toEqual([]);
  expect(endOfLifeIssues({ ...old, issues: [makeIssue('DISTRIBUTION_END_OF_LIFE', 'distribution', 'x')] }, now)).toEqual([]);
  expect(endOfLifeIssues({ ...old, target: { ...old.target, scheme: 'registry' } }, now)).toEqual([]);
}); // prettier-ignore

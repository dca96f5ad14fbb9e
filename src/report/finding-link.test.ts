import { expect, it } from 'vitest';
import { makePackage, matchSituation } from '../../test/support/match-fixtures.ts';
import { findingLink } from './finding-link.ts';

const [found] = matchSituation({ packages: [makePackage('npm/a 1.0.0')], facts: [{ on: 'npm/a', id: 'CVE-2024-0001' }] }).findings;

it.each<[string, string, readonly string[], string | undefined]>([
  ['the publisher’s page', 'CVE-2024-0001', ['https://security-tracker.debian.org/tracker/CVE-2024-0001'], 'https://security-tracker.debian.org/tracker/CVE-2024-0001'],
  ['the CVE’s page', 'CVE-2024-0001', [], 'https://www.cve.org/CVERecord?id=CVE-2024-0001'],
  ['GitHub’s page', 'GHSA-35jh-r3h4-6jhm', ['https://nvd.nist.gov/vuln/detail/CVE-2021-23337'], 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm'],
  ['nothing', 'TEMP-1', [], undefined],
  ['nothing that could act on a terminal', 'TEMP-1', ['https://a.example/\u001b]8;;https://b.example\u0007', 'javascript:alert(1)', 'https://a.example/\u202e'], undefined],
])('links to %s', (_name, id, references, expected) => {
  expect(findingLink({ ...found!, id, advisory: { ...found!.advisory, id, references } })).toBe(expected);
}); // prettier-ignore

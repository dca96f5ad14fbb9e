import { expect, it } from 'vitest';
import { describeFinding } from './describe-finding.ts';
import { type VulnerabilityFinding } from './finding.ts';

const describeOf = (advisory: object, enrichment: object): object =>
  describeFinding({ advisory: { references: ['https://example.org/1'], ...advisory }, enrichment } as unknown as VulnerabilityFinding);
const references = ['https://example.org/1'];

it.each<[string, object, object, object]>([
  ['nothing that is known', {}, {}, { references, weaknesses: [] }],
  ['the record first', { title: 'A title', description: 'Words.', weaknesses: ['CWE-1'] }, { description: 'Other words.', weaknesses: ['CWE-1', 'CWE-2'] }, { title: 'A title', description: 'Words.', references, weaknesses: ['CWE-1', 'CWE-2'] }],
  ['the CVE where the record only names it', {}, { description: 'curl before 8.4.0 leaks. Upgrade it.' }, { title: 'curl before 8.4.0 leaks', description: 'curl before 8.4.0 leaks. Upgrade it.', references, weaknesses: [] }],
  ['a description once, where it is the title too', { title: 'curl leaks' }, { description: 'curl leaks' }, { title: 'curl leaks', references, weaknesses: [] }],
  ['the first line of a long sentence, cut at a word', {}, { description: `${'word '.repeat(60)}\nmore` }, { title: `${'word '.repeat(39).trim()}…`, description: `${'word '.repeat(60)}\nmore`, references, weaknesses: [] }],
])('shows %s', (_name, advisory, enrichment, expected) => {
  expect(describeOf(advisory, enrichment)).toEqual(expected);
}); // prettier-ignore

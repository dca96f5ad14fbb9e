import { expect, it } from 'vitest';
import { type AdvisoryDataUsed } from '../model/report.ts';
import { advisoryIssues } from './advisory-issues.ts';

const now = new Date('2026-11-20T12:00:00Z');
const source = (id: string, asOf?: string, newest?: string): AdvisoryDataUsed['sources'][number] => ({
  id,
  records: 1,
  ...(asOf !== undefined && { asOf }),
  ...(newest !== undefined && { newest }),
});

it.each<[string, AdvisoryDataUsed['sources'], readonly string[]]>([
  ['no source', [], []],
  ['today', [source('a', '2026-11-20T11:00:00Z')], []],
  ['a clock a little ahead', [source('a', '2026-11-21T11:00:00Z')], []],
  ['seven days ago', [source('a', '2026-11-13T12:00:00Z')], []],
  ['eight days ago [254]', [source('a', '2026-11-12T11:00:00Z'), source('b', '2026-11-20T11:00:00Z')], ['a is 8 days old (2026-11-12)']],
  ['2021, as the scores of an old mirror', [source('epss', '2021-08-31T00:00:00Z')], ['epss is 5 years old (2021-08-31)']],
  ['a machine whose clock is years ahead [255]', [source('a', '2016-11-20T12:00:00Z')], ['a is 10 years old (2016-11-20)']],
  [
    'a machine whose clock is years back [255]',
    [source('a', '2036-11-20T12:00:00Z')],
    ['Age of a is unknown: its data is dated 2036-11-20, but the clock of this machine says 2026-11-20'],
  ],
  ['a publisher who was quiet for a month', [source('a', '2026-11-20T11:00:00Z', '2026-10-19T00:00:00Z')], []],
  ['a publisher who was quiet for a month, from a folder', [source('a', undefined, '2026-10-22T00:00:00Z')], []],
  [
    'records only, older than a month',
    [source('a', undefined, '2026-10-01T00:00:00Z')],
    ['the newest content of a is 50 days old (2026-10-01)'],
  ],
  [
    'a feed that stopped, fetched today',
    [source('a', '2026-11-20T11:00:00Z', '2026-05-01T00:00:00Z')],
    ['the newest content of a is 203 days old (2026-05-01)'],
  ],
  ['no date', [source('debian-tracker')], ['Age of debian-tracker is unknown']],
  ['a date that is none', [source('a', 'soon')], ['Age of a is unknown']],
])('advisories of %s', (_name, sources, expected) => {
  const issues = advisoryIssues({ kind: 'database', shards: [], sources }, now);
  expect(issues.map(({ code, message }) => `${code} ${message}`)).toEqual(expected.map((message) => `ADVISORIES_STALE ${message}`));
});

it('says that the starter list is small', () => {
  expect(advisoryIssues({ kind: 'starter', shards: [], sources: [] }, now).map(({ code }) => code)).toEqual(['ADVISORIES_STARTER']);
});

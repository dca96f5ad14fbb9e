import { expect, it } from 'vitest';
import { type AdvisoryDataUsed } from '../model/report.ts';
import { advisoryIssues } from './advisory-issues.ts';

const now = new Date('2026-11-20T12:00:00Z');

it.each<[string, AdvisoryDataUsed['sources'], readonly string[]]>([
  ['of no source', [], []],
  ['of today', [{ id: 'a', asOf: '2026-11-20T11:00:00Z', records: 1 }], []],
  ['of a clock a little ahead', [{ id: 'a', asOf: '2026-11-21T11:00:00Z', records: 1 }], []],
  ['of seven days', [{ id: 'a', asOf: '2026-11-13T12:00:00Z', records: 1 }], []],
  [
    '254: that stopped coming',
    [
      { id: 'a', asOf: '2026-11-12T11:00:00Z', records: 1 },
      { id: 'b', asOf: '2026-11-20T11:00:00Z', records: 1 },
    ],
    ['ADVISORIES_STALE a: its newest data are 8 days old (2026-11-12)'],
  ],
  [
    '255: of a machine whose clock is years ahead',
    [{ id: 'a', asOf: '2016-11-20T12:00:00Z', records: 1 }],
    ['ADVISORIES_STALE a: its newest data are 3652 days old (2016-11-20)'],
  ],
  [
    '255: of a machine whose clock is years back',
    [{ id: 'a', asOf: '2036-11-20T12:00:00Z', records: 1 }],
    [
      'ADVISORIES_STALE a: its newest data are of 2036-11-20, which is after today (2026-11-20); the clock looks wrong, and how old they are is not known',
    ],
  ],
  ['without a date', [{ id: 'a', records: 1 }], ['ADVISORIES_STALE a: it is not known how old its data are']],
  ['with no date at all', [{ id: 'a', asOf: 'soon', records: 1 }], ['ADVISORIES_STALE a: it is not known how old its data are']],
])('advisories %s', (_name, sources, expected) => {
  const issues = advisoryIssues({ kind: 'database', shards: [], sources }, now);
  expect(issues.map(({ code, message }) => `${code} ${message}`)).toEqual(expected);
});

it('the starter advisories are few', () => {
  expect(advisoryIssues({ kind: 'starter', shards: [], sources: [] }, now).map(({ code }) => code)).toEqual(['ADVISORIES_STARTER']);
});

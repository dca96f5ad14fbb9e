import { expect, it } from 'vitest';
import { parseFeed } from '../../../../test/support/parse-feed.ts';
import { archTracker } from './arch-tracker.ts';

const group = (status: string, fixed: string | null): object => ({
  name: 'AVG-1',
  packages: ['curl', 'lib32-curl'],
  status,
  severity: 'Medium',
  type: 'arbitrary code execution',
  affected: '7.86.0-1',
  fixed,
  ticket: null,
  issues: ['CVE-2026-0001', 'CVE-2026-0002'],
  advisories: [],
});

it.each<[string, string | null, object]>([
  ['Fixed', '8.0-1', { status: 'affected', ranges: [{ introduced: '0', fixed: '8.0-1' }], fixState: 'fixed' }],
  ['Fixed', null, { status: 'affected', ranges: [{ introduced: '0' }], fixState: 'unknown' }],
  ['Vulnerable', null, { status: 'affected', ranges: [{ introduced: '0' }], fixState: 'no-fix-yet' }],
  ['Testing', '8.0-1', { status: 'affected', ranges: [{ introduced: '0' }], fixState: 'no-fix-yet' }],
  ['Not affected', null, { status: 'not-affected', ranges: [], fixState: 'unknown' }],
  ['Unknown', null, { status: 'under-investigation', ranges: [{ introduced: '0' }], fixState: 'unknown' }],
])('reads a group of status %s with fix %s', async (status, fixed, state) => {
  const [advisory] = await parseFeed(archTracker, { 'arch/all.json': [group(status, fixed)] });
  expect(advisory).toEqual({
    id: 'AVG-1', sourceId: 'arch-tracker', aliases: [], covers: ['CVE-2026-0001', 'CVE-2026-0002'], title: 'arbitrary code execution', severities: [{ origin: 'arch', severity: 'medium' }],
    references: ['https://security.archlinux.org/AVG-1'], affected: ['curl', 'lib32-curl'].map((name) => ({ ecosystem: 'arch', name, versions: [], ...state })),
  }); // prettier-ignore
});

it('never takes a status that it does not know for an answer [242]', async () =>
  expect((await parseFeed(archTracker, { 'arch/all.json': [group('Ignored', null)] }))[0]).toEqual({
    code: 'RECORD_INVALID',
    severity: 'warning',
    origin: 'arch-tracker',
    message: 'group 1: the status Ignored is not known',
  }));

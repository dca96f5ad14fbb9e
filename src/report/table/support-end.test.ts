import { expect, it } from 'vitest';
import { makeSampleReport } from '../../../test/support/sample-report.ts';
import { describeSupportEnd } from './support-end.ts';

it.each([
  ['long before', '2026-01-01', undefined],
  ['91 days before', '2026-08-02', undefined],
  ['90 days before', '2026-08-03', 'Alpine Linux v3.21: security support ends in 90 days (2026-11-01); plan the move to a newer release'],
  ['the day before', '2026-10-31', 'Alpine Linux v3.21: security support ends in 1 day (2026-11-01); plan the move to a newer release'],
  ['on the last day', '2026-11-01', 'Alpine Linux v3.21: security support ends today (2026-11-01); plan the move to a newer release'],
  ['after it, when it is an issue', '2026-11-02', undefined],
])('gives notice of the end of support: %s', (_name, day, expected) => {
  const report = makeSampleReport();
  const distribution = { id: 'alpine', prettyName: 'Alpine Linux v3.21', endOfLife: '2026-11-01', path: 'etc/os-release' };
  const startedAt = new Date(`${day}T23:30:00Z`);
  expect(describeSupportEnd({ target: { ...report.target, distribution }, startedAt })).toBe(expected);
});

it('gives none without a date', () => {
  const { target, startedAt } = makeSampleReport();
  expect(describeSupportEnd({ target: { ...target, distribution: { id: 'wolfi', path: 'etc/os-release' } }, startedAt })).toBeUndefined();
  expect(describeSupportEnd({ target: { ...target, distribution: { id: 'x', endOfLife: 'soon', path: '' } }, startedAt })).toBeUndefined();
});

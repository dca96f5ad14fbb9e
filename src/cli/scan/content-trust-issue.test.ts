import { expect, it } from 'vitest';
import { type ScanReport } from '../../model/report.ts';
import { noteContentTrust } from './content-trust-issue.ts';

const report = (scheme: string, more: Partial<ScanReport> = {}): ScanReport =>
  ({ target: { scheme }, issues: [], completeness: 'complete', ...more }) as unknown as ScanReport;

it('says that the signatures of an image of a registry were not verified', () => {
  const { issues, completeness } = noteContentTrust(report('registry'), true);
  expect([issues.map(({ code, severity }) => `${code} ${severity}`), completeness]).toEqual([
    ['SIGNATURES_NOT_VERIFIED warning'],
    'partial',
  ]);
  expect(noteContentTrust(report('registry', { completeness: 'none' }), true).completeness).toBe('none');
});

it.each<[string, ScanReport, boolean]>([
  ['the variable is off', report('registry'), false],
  ['Docker would not have asked Notary', report('docker-archive'), true],
  ['they were verified', report('registry', { trust: {} as NonNullable<ScanReport['trust']> }), true],
])('says nothing where %s', (_, given, isEnabled) => {
  expect(noteContentTrust(given, isEnabled)).toBe(given);
});

import { expect, it } from 'vitest';
import { parseFeed } from '../../../../test/support/parse-feed.ts';
import { photonCve } from './photon-cve.ts';

it('reads fixed, open and unaffected packages, and reports what is none', async () => {
  const entries = [
    {
      cve_id: 'CVE-2026-0001',
      pkg: 'curl',
      cve_score: 9.8,
      aff_ver: 'all versions before 8.0.1-1.ph5 are vulnerable',
      res_ver: '8.0.1-1.ph5',
    },
    { cve_id: 'CVE-2026-0002', pkg: 'curl', cve_score: 0, aff_ver: 'all versions', res_ver: 'NA' },
    { cve_id: 'CVE-2026-0003', pkg: 'curl', cve_score: 5, aff_ver: 'NA', res_ver: 'NA', status: 'Not Affected' },
    { pkg: 'curl' },
  ];
  const fact = (more: object): object => ({ ecosystem: 'photon', release: '5.0', name: 'curl', versions: [], status: 'affected', ...more });
  const advisory = (id: string, severities: readonly object[], affected: object): object => ({
    id,
    sourceId: 'photon-cve',
    aliases: [],
    covers: [],
    severities,
    references: ['https://github.com/vmware/photon/wiki/Security-Updates-5.0'],
    affected: [affected],
  });
  expect(await parseFeed(photonCve, { 'photon/cve_data_photon5.0.json': entries })).toEqual([
    advisory('CVE-2026-0001', [{ origin: 'photon', severity: 'critical', score: 9.8 }], fact({ ranges: [{ introduced: '0', fixed: '8.0.1-1.ph5' }], fixState: 'fixed' })),
    advisory('CVE-2026-0002', [], fact({ ranges: [{ introduced: '0' }], fixState: 'no-fix-yet' })),
    advisory('CVE-2026-0003', [{ origin: 'photon', severity: 'medium', score: 5 }], fact({ status: 'not-affected', ranges: [], fixState: 'unknown' })),
    { code: 'RECORD_INVALID', severity: 'warning', origin: 'photon-cve', message: 'entry 4 of 5.0: cve_id is not a string' },
    { kind: 'summary', records: 4, withdrawn: 0, releases: ['photon@5.0'] },
  ]); // prettier-ignore
});

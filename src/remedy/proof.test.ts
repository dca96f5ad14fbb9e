import { describe, expect, it } from 'vitest';
import { makeCleanReport } from '../../test/support/sample-report.ts';
import { makePackage, matchSituation } from '../../test/support/match-fixtures.ts';
import { type ScanReport } from '../model/report.ts';
import { planActions } from './plan-actions.ts';
import { proveActions } from './proof.ts';

function reportOf(versions: Readonly<Record<string, string>>): ScanReport {
  const packages = Object.entries(versions).map(([name, version]) => makePackage(`npm/${name} ${version}`));
  const facts = Object.keys(versions).map((name) => ({ on: `npm/${name}` as const, id: `CVE-2024-000${name}`, fixed: '2.0.0', rated: ['ghsa:high'] }));
  return { ...makeCleanReport(), packages, findings: matchSituation({ packages, facts }).findings };
} // prettier-ignore

describe('proveActions', () => {
  it('counts what was predicted and what is gone, and names what differs', () => {
    const before = reportOf({ 1: '1.0.0', 2: '1.0.0', 3: '1.0.0' });
    const plan = planActions(before.findings, before.packages).filter((action) => action.package !== '3');
    const proof = proveActions(before, reportOf({ 1: '2.0.0', 2: '1.5.0', 4: '1.0.0' }), plan);
    expect({ ...proof, before: proof.before.all, after: proof.after.all }).toEqual({
      before: 3,
      after: 2,
      predicted: 2,
      measured: 2,
      remaining: [{ id: 'CVE-2024-0002', package: '2', version: '1.5.0', fixedVersion: '2.0.0' }],
      besides: [{ id: 'CVE-2024-0003', package: '3', version: '1.0.0', fixedVersion: '2.0.0' }],
      introduced: [{ id: 'CVE-2024-0004', package: '4', version: '1.0.0', fixedVersion: '2.0.0' }],
    });
  });
});

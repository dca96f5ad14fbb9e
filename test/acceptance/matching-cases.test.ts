import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { advisorySources } from '../../src/advisory/advisory-sources.ts';
import { buildDatabase } from '../../src/advisory/build/build-database.ts';
import { hostPlatform } from '../../src/model/platform.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { scanTarget } from '../../src/scan/scan-target.ts';
import { casesRoot } from '../cases/case-suite.ts';
import { reportedMatches } from '../cases/documents.ts';
import { describeCases } from '../support/describe-cases.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const reports = join(casesRoot, 'reports/packages');

/** What people reported of other scanners' matching: the findings that a case's own advisories make, with the fix of each. */
const reported: readonly (readonly [name: string, findings: readonly string[]])[] = [
  ['12-local-version', ['GHSA-6c8c-3c4q-3f83 torch 2.0.1+cu118 → 2.1.0', 'GHSA-hjw8-h4vc-vpmf tornado 6.4+cgr.1 → 6.4.2']],
  ['24-go-pseudo-fix-bound', ['GO-2099-0021 golang.org/x/crypto v0.0.0-20191011191535-87dc89f01550 → 0.0.0-20200124225646-8b5121be2f68']],
  ['25-go-incompatible', ['GO-2099-0032 github.com/docker/docker v20.10.8+incompatible → 20.10.9+incompatible']],
  ['27-go-stdlib-suffix', ['GO-2099-0051 stdlib 1.22.2 → 1.22.7', 'GO-2099-0051 stdlib 1.26.0 → 1.26.6', 'GO-2099-0051 stdlib 1.26.5 → 1.26.6']],
  ['44-nuget-case', ['GHSA-vwg7-fpm6-hv6f snowflake.DATA 2.1.2 → 4.3.0']],
  ['48-gem-branches', ['GHSA-mgpm-7j64-4gqm actionpack 4.1.14 → 4.1.14.1']],
  ['67-fix-of-the-right-ecosystem', ['GHSA-jf8m-mxwf-pmmx django 2.2 → 2.2.2', 'GHSA-jf8m-mxwf-pmmx jquery 3.3.1 → 3.4.0']],
  ['69-alias-chain', ['BIT-django-2099-1 GHSA-95rw-f2r3-6v6x PYSEC-2099-19 django 3.2.10 → 3.2.12', 'PYSEC-2099-20 django 3.2.10 → 3.2.13']],
]; // prettier-ignore

describeCases(reportedMatches, () => {
  it.each(reported)('%s', async (name, findings) => {
    using folder = temporaryFolder();
    const database = join(folder.path, 'db');
    const from = { folder: join(reports, name, 'feed') };
    await buildDatabase({ sources: advisorySources, enrichments: [], from, output: database, toolVersion: '0.0.0' }, quietRuntime());
    const target = join(reports, name, 'root');
    expect(existsSync(target)).toBe(true);
    const [report] = await scanTarget(target, { open: { platform: hostPlatform(process) }, database }, quietRuntime());
    const shown = report?.findings.map((finding) => {
      if (finding.kind !== 'vulnerability') return finding.ruleId;
      const found = report.packages.find(({ id }) => id === finding.packageId);
      return `${finding.advisoryIds.join(' ')} ${found?.name ?? ''} ${found?.version ?? ''} → ${finding.fixedVersion ?? ''}`;
    });
    expect(shown?.sort()).toEqual(findings);
  });
});

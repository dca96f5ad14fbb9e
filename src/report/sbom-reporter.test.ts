import { describe, expect, it } from 'vitest';
import { checkCycloneDx } from '../../test/support/cyclonedx-schema.ts';
import { makeSampleReport } from '../../test/support/sample-report.ts';
import { flagPolicy } from '../policy/flag-policy.ts';
import { readSbom } from '../sbom/read/read-sbom.ts';
import { findReporter } from './reporters.ts';
import { type DisplayFilter, type JudgedReport } from './reporter.ts';

const report = makeSampleReport();
const policy = flagPolicy({ exitCode: 0, ignoreUnfixed: false, allowIncomplete: true, unknownSeverity: 'warn', knownExploited: 'fail' });
const judged: JudgedReport = { report, decision: policy.decide(report) };

interface Bom {
  readonly components: readonly { readonly 'bom-ref': string }[];
  readonly vulnerabilities: readonly { readonly id: string; readonly affects: readonly { readonly ref: string }[] }[];
}

async function write(format: string, reports: readonly JudgedReport[], display?: DisplayFilter): Promise<string> {
  const options = { width: 80, useColor: false, isVerbose: false, toolVersion: '1.2.3', ...(display === undefined ? {} : { display }) };
  return [...((await findReporter(format)?.load())?.(reports, options) ?? [])].join('');
}

describe('CycloneDX with findings', () => {
  it.each(['1.4', '1.5', '1.6', '1.7'])('%s is valid, and each vulnerability affects components of the document', async (version) => {
    const bom = JSON.parse(await write(`cyclonedx-json@${version}`, [judged])) as Bom;
    expect(checkCycloneDx(bom, version)).toEqual([]);
    expect(bom.vulnerabilities.map(({ id }) => id).sort()).toEqual(
      report.findings.map((finding) => (finding.kind === 'vulnerability' ? finding.id : '')).sort(),
    );
    const references = new Set(bom.components.map((component) => component['bom-ref']));
    expect(bom.vulnerabilities.flatMap(({ affects }) => affects).filter(({ ref }) => !references.has(ref))).toEqual([]);
  });

  it('shows what the reader’s filters leave', async () => {
    const bom = JSON.parse(await write('cyclonedx', [judged], { severities: new Set(['critical']) })) as Bom;
    expect(bom.vulnerabilities.length).toBeGreaterThan(0);
    expect(bom.vulnerabilities.length).toBeLessThan(report.findings.length);
  });

  it('is read back without the issues of matching, which belong to the advisories of that day', async () => {
    const { packages, issues } = readSbom(Buffer.from(await write('cyclonedx', [judged])), { name: 'x', evidence: 'declared' });
    expect(packages.map(({ id }) => id)).toEqual([...report.packages.map(({ id }) => id)].sort());
    expect(issues.map(({ origin }) => origin)).not.toContain('match');
  });
});

it.each(['spdx-json', 'spdx', 'spdx-json@3.0', 'syft-json', 'github', 'cyclonedx-xml'])('%s is written by a scan too', async (format) => {
  expect(await write(format, [judged])).toContain('checkout');
});

it('refuses several images in one document', async () => {
  await expect(write('cyclonedx', [judged, judged])).rejects.toThrow('cyclonedx describes one image, and 2 were scanned');
});

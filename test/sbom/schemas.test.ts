import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type VulnerabilityFinding } from '../../src/model/finding.ts';
import { type Inventory } from '../../src/sbom/inventory.ts';
import { cycloneDxVersions } from '../../src/sbom/write/cyclonedx/cyclonedx-version.ts';
import { findSbomFormat } from '../../src/sbom/write/find-sbom-format.ts';
import { sbomWriters } from '../../src/sbom/write/sbom-writers.ts';
import { checkCycloneDx, cycloneDxXsd } from '../support/cyclonedx-schema.ts';
import { inventoryArbitrary } from '../support/inventory-arbitrary.ts';
import { sampled } from '../support/is-slow-run.ts';
import { makeSampleReport } from '../support/sample-report.ts';

const writerOf = new Map(await Promise.all(sbomWriters.map(async (writer) => [writer.format, await writer.load()] as const)));

function write(format: string, inventory: Inventory, findings?: readonly VulnerabilityFinding[]): string {
  const found = findSbomFormat(format);
  if (found === undefined) throw new Error(`no format ${format}`);
  const options = {
    version: found.version,
    toolVersion: '1.2.3',
    createdAt: new Date('2026-11-30T12:00:00Z'),
    ...(findings === undefined ? {} : { findings }),
  };
  return [...writerOf.get(found.writer.format)!(inventory, options)].join('');
}

describe('every document is valid against the official schema of CycloneDX [379]', () => {
  it.each(cycloneDxVersions)('JSON %s', (version) => {
    expect(checkCycloneDx(JSON.parse(write(`cyclonedx@${version}`, makeSampleReport())), version)).toEqual([]);
    fc.assert(
      fc.property(inventoryArbitrary, (inventory) => {
        expect(checkCycloneDx(JSON.parse(write(`cyclonedx@${version}`, inventory)), version)).toEqual([]);
      }),
      { numRuns: sampled(30) },
    );
  });

  const hasXmllint = spawnSync('xmllint', ['--version']).error === undefined;
  it.skipIf(!hasXmllint).each(cycloneDxVersions)('XML %s (needs xmllint)', (version) => {
    const samples = [makeSampleReport(), ...fc.sample(inventoryArbitrary, 3)];
    for (const inventory of samples) {
      const xml = write(`cyclonedx-xml@${version}`, inventory);
      execFileSync('xmllint', ['--nonet', '--noout', '--schema', cycloneDxXsd(version), '-'], {
        input: xml,
        stdio: ['pipe', 'ignore', 'pipe'],
      });
    }
  });
});

describe('every document is valid against the official schema of SPDX', () => {
  it.each([
    ['2.2', '2.2'],
    ['2.3', '2.3'],
    ['3.0', '3.0.1'],
  ])('JSON %s', (version, schema) => {
    const validate = compileSpdx(schema);
    fc.assert(
      fc.property(inventoryArbitrary, (inventory) => {
        const isValid = validate(JSON.parse(write(`spdx-json@${version}`, inventory)));
        expect(isValid ? [] : validate.errors).toEqual([]);
      }),
      { numRuns: sampled(20), examples: [[makeSampleReport()]] },
    );
  });
});

describe('findings in SPDX', () => {
  const sample = makeSampleReport();
  const vulnerabilities = sample.findings.filter((finding) => finding.kind === 'vulnerability');
  const [first, second] = vulnerabilities;
  const vex = { status: 'not_affected', justification: 'vulnerable_code_not_present' } as const;
  const findings = [
    ...vulnerabilities.slice(2),
    { ...first!, suppression: { reason: 'not there', origin: 'v.json', vex } },
    { ...second!, suppression: { reason: 'accepted', origin: 'pratique.yaml:3' } },
  ];

  it('are assessments of the profile Security in 3.0, valid against its schema', () => {
    const document = JSON.parse(write('spdx-json@3.0', sample, findings)) as { '@graph': Readonly<Record<string, unknown>>[] };
    const validate = compileSpdx('3.0.1');
    expect(validate(document) ? [] : validate.errors).toEqual([]);
    const types = document['@graph'].map(({ type }) => type);
    const count = (type: string): number => types.filter((each) => each === type).length;
    expect(count('security_Vulnerability')).toBe(new Set(findings.map(({ id }) => id)).size);
    expect(count('security_VexNotAffectedVulnAssessmentRelationship')).toBe(1);
    expect(count('security_VexAffectedVulnAssessmentRelationship')).toBe(findings.length - 1);
    expect(count('security_CvssV3VulnAssessmentRelationship')).toBeGreaterThan(0);
    expect(count('security_EpssVulnAssessmentRelationship')).toBeGreaterThan(0);
    const ids = document['@graph'].map(({ spdxId }) => spdxId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are external references in 2.3, valid against its schema, and 2.2 has none', () => {
    const document = JSON.parse(write('spdx-json@2.3', sample, findings)) as { packages: { externalRefs?: { comment?: string }[] }[] };
    const validate = compileSpdx('2.3');
    expect(validate(document) ? [] : validate.errors).toEqual([]);
    const comments = document.packages.flatMap(({ externalRefs = [] }) => externalRefs.flatMap(({ comment }) => comment ?? []));
    expect(new Set(comments.map((comment) => comment.split(':')[0]))).toEqual(new Set(findings.map(({ id }) => id)));
    expect(comments.some((comment) => comment.endsWith('suppressed: accepted (pratique.yaml:3)'))).toBe(true);
    expect(write('spdx-json@2.2', sample, findings)).not.toContain('SECURITY');
  });
}); // prettier-ignore

function compileSpdx(version: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'testdata', `spdx-${version}.schema.json`), 'utf8')) as object;
  const ajv = version.startsWith('3') ? new Ajv2020({ strict: false }) : new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Inventory } from '../../src/sbom/inventory.ts';
import { cycloneDxVersions } from '../../src/sbom/write/cyclonedx/cyclonedx-version.ts';
import { findSbomFormat } from '../../src/sbom/write/find-sbom-format.ts';
import { sbomWriters } from '../../src/sbom/write/sbom-writers.ts';
import { checkCycloneDx, cycloneDxXsd } from '../support/cyclonedx-schema.ts';
import { inventoryArbitrary } from '../support/inventory-arbitrary.ts';
import { sampled } from '../support/is-slow-run.ts';
import { makeSampleReport } from '../support/sample-report.ts';

const writerOf = new Map(await Promise.all(sbomWriters.map(async (writer) => [writer.format, await writer.load()] as const)));

function write(format: string, inventory: Inventory): string {
  const found = findSbomFormat(format);
  if (found === undefined) throw new Error(`no format ${format}`);
  const options = { version: found.version, toolVersion: '1.2.3', createdAt: new Date('2026-11-30T12:00:00Z') };
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

function compileSpdx(version: string): ValidateFunction {
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'testdata', `spdx-${version}.schema.json`), 'utf8')) as object;
  const ajv = version.startsWith('3') ? new Ajv2020({ strict: false }) : new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

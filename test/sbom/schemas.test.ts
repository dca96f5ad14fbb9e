import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Inventory } from '../../src/sbom/inventory.ts';
import { findSbomFormat } from '../../src/sbom/write/find-sbom-format.ts';
import { cycloneDxVersions } from '../../src/sbom/write/cyclonedx/cyclonedx-version.ts';
import { checkCycloneDx } from '../support/cyclonedx-schema.ts';
import { inventoryArbitrary } from '../support/inventory-arbitrary.ts';
import { makeSampleReport } from '../support/sample-report.ts';

function write(format: string, inventory: Inventory): string {
  const found = findSbomFormat(format);
  if (found === undefined) throw new Error(`no format ${format}`);
  const options = { version: found.version, toolVersion: '1.2.3', createdAt: new Date('2026-11-30T12:00:00Z') };
  return [...found.writer.write(inventory, options)].join('');
}

describe('every document is valid against the official schema of CycloneDX', () => {
  it.each(cycloneDxVersions)('JSON %s', (version) => {
    expect(checkCycloneDx(JSON.parse(write(`cyclonedx@${version}`, makeSampleReport())), version)).toEqual([]);
    fc.assert(
      fc.property(inventoryArbitrary, (inventory) => {
        expect(checkCycloneDx(JSON.parse(write(`cyclonedx@${version}`, inventory)), version)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});

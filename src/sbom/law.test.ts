import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inventoryArbitrary } from '../../test/support/inventory-arbitrary.ts';
import { sampled } from '../../test/support/is-slow-run.ts';
import { type Package } from '../model/package.ts';
import { type Inventory } from './inventory.ts';
import { readSbom } from './read/read-sbom.ts';
import { type WriteSbom } from './write/sbom-writer.ts';
import { sbomWriters } from './write/sbom-writers.ts';

/** Every format that is read as well as written, in each of its versions. */
const loaded = await Promise.all(
  sbomWriters.filter(({ isRead }) => isRead).map(async (writer) => ({ ...writer, write: await writer.load() })),
);
const formats = loaded.flatMap(({ format, versions, write }) => versions.map((version) => [format, version, write] as const));

function write(writeSbom: WriteSbom, version: string, inventory: Inventory): Buffer {
  const options = { version, toolVersion: '1.2.3', createdAt: new Date('2026-11-30T12:00:00Z') };
  return Buffer.from([...writeSbom(inventory, options)].join(''));
}

/** The compiler asks for a line when a package gets another member: a fact, or something that the purl or the format tells. */
const carried: Readonly<Record<keyof Package, 'purl' | 'fact' | 'format' | 'reference'>> = {
  id: 'purl',
  purl: 'purl',
  ecosystem: 'purl',
  release: 'purl',
  name: 'purl',
  version: 'purl',
  architecture: 'purl',
  source: 'purl',
  module: 'purl',
  evidence: 'fact',
  locations: 'fact',
  layerIndex: 'fact',
  isOwn: 'fact',
  isDirect: 'fact',
  isDevelopment: 'fact',
  supplier: 'fact',
  candidates: 'fact',
  licenses: 'format',
  dependencies: 'reference',
  ownedBy: 'reference',
  parent: 'reference',
};

it('has every member of a package among those that the generator makes', () => {
  const made = new Set(fc.sample(inventoryArbitrary, 400).flatMap(({ packages }) => packages.flatMap((found) => Object.keys(found))));
  expect([...made].sort()).toEqual(Object.keys(carried).sort());
});

describe('an inventory that is written and read again is the same, so that it has the same findings', () => {
  it.each(formats)('%s %s', (_format, version, writeSbom) => {
    fc.assert(
      fc.property(inventoryArbitrary, (inventory) => {
        const { target, packages, issues } = readSbom(write(writeSbom, version, inventory), { name: 'app.sbom', evidence: 'declared' });
        expect({ target, packages }).toEqual({
          target: { ...inventory.target, name: 'app.sbom', scheme: 'sbom' },
          packages: inventory.packages,
        });
        // What the document itself leaves open, such as packages without a version, is said when it is read.
        expect(issues.slice(0, inventory.issues.length)).toEqual(inventory.issues);
      }),
      { numRuns: sampled(60) },
    );
  });
});

describe('the same inventory gives the same bytes', () => {
  it.each(formats)('%s %s', (_format, version, writeSbom) => {
    fc.assert(
      fc.property(inventoryArbitrary, (inventory) => {
        expect(write(writeSbom, version, structuredClone(inventory)).equals(write(writeSbom, version, inventory))).toBe(true);
      }),
      { numRuns: 5 },
    );
  });
}); // prettier-ignore

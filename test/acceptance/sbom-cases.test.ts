import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSbom } from '../../src/sbom/read/read-sbom.ts';
import { SbomError } from '../../src/sbom/read/sbom-error.ts';
import { projectRoot } from '../support/project-root.ts';

const cases = join(projectRoot, '../shared/cases/cyclonedx-spec');

interface Expected {
  readonly input: string;
  readonly valid: boolean;
}

/** Whether a document is read, and read without a doubt about its form. */
function isAccepted(bytes: Uint8Array): boolean {
  try {
    return !readSbom(bytes, { name: 'bom', evidence: 'declared' }).issues.some(
      ({ code }) => code === 'SBOM_INVALID' || code === 'SBOM_ENTRY_UNREADABLE',
    );
  } catch (error) {
    if (error instanceof SbomError) return false;
    throw error;
  }
}

/** Documents that other tools must accept or refuse; only where they are there, since they are not part of the project. */
describe.skipIf(!existsSync(cases))('documents of the CycloneDX specification (needs ../shared/cases)', () => {
  it('are read if they are valid, and refused or reported if they are not', () => {
    const wrong = readdirSync(cases).filter((name) => {
      const expected = JSON.parse(readFileSync(join(cases, name, 'expected.json'), 'utf8')) as Expected;
      return isAccepted(readFileSync(join(cases, name, expected.input))) !== expected.valid;
    });
    expect(wrong).toEqual([]);
  });
});

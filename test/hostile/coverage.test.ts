import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { catalogueGroups, collectNumbers } from './catalogue-numbers.ts';
import { compressionCases } from './compression.cases.ts';
import { documentCases } from './document.cases.ts';
import { packageDatabaseCases } from './package-database.cases.ts';
import { tarCases } from './tar.cases.ts';
import { treeCases } from './tree.cases.ts';
import { uncovered } from './uncovered.ts';

/** Numbers in the names of all tests, and of the cases in the tables of this folder. */
function coveredNumbers(): ReadonlySet<number> {
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(projectRoot, folder, name)),
  );
  // The examples in this file cover nothing.
  const tests = files.filter((name) => name.endsWith('.test.ts') && name !== import.meta.filename);
  const cases = [tarCases, compressionCases, documentCases, treeCases, packageDatabaseCases].flat();
  return new Set([...tests.flatMap((name) => collectNumbers(readFileSync(name, 'utf8'))), ...cases.flatMap(({ numbers }) => numbers)]);
}

describe('the catalogue of hostile inputs', () => {
  const covered = coveredNumbers();
  it.each(catalogueGroups.map((group) => [group.name, group] as const))(
    '%s: numbers without a test are listed',
    (_name, { first, last }) => {
      const numbers = Array.from({ length: last - first + 1 }, (_, at) => first + at);
      const listed = Object.keys(uncovered).map(Number);
      expect(listed.filter((number) => number >= first && number <= last)).toEqual(numbers.filter((number) => !covered.has(number)));
    },
  );

  it('lists only numbers of a group, each with a reason', () => {
    const isInGroup = (number: number): boolean => catalogueGroups.some(({ first, last }) => number >= first && number <= last);
    expect(Object.entries(uncovered).filter(([number, reason]) => !isInGroup(Number(number)) || reason.trim() === '')).toEqual([]);
  });
});

describe('numbers in names of tests', () => {
  it.each<[string, readonly number[]]>([
    ['it(`refuses a manifest [96]`, …)', [96]],
    ['it(`reads once more [94, 96]`, …)', [94, 96]],
    ['it.each([…])(`refuses the realm %s [202, 204]`, …)', [202, 204]],
    ['it.each([[`no manifest.json [91]`, …]])', [91]],
    ['describe(`a directory [128]`, …)', [128]],
    ['[`through links to missing files [117, 118]`, …]', [117, 118]],
    ['it(`reads [96] of 100`, …)', []],
    ['it.each([[`95 of 100`, …]])', []],
    ['it(`${"x".repeat(129)}`, …)', []],
    ['padStart(`[96]`)', []],
    ['// see [96]', []],
  ])('%s', (source, expected) => {
    expect(collectNumbers(source)).toEqual(expected);
  });
});

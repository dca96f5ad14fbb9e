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

/** By the names of all tests and by the tables of this folder, whose names are made of their numbers. */
function coveredNumbers(): ReadonlySet<number> {
  const files = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(projectRoot, folder, name)),
  );
  // This very file is no evidence.
  const tests = files.filter((name) => name.endsWith('.test.ts') && name !== import.meta.filename);
  const cases = [tarCases, compressionCases, documentCases, treeCases, packageDatabaseCases].flat();
  return new Set([...tests.flatMap((name) => collectNumbers(readFileSync(name, 'utf8'))), ...cases.flatMap(({ numbers }) => numbers)]);
}

describe('the catalogue of hostile inputs', () => {
  const covered = coveredNumbers();
  it.each(catalogueGroups.map((group) => [group.name, group] as const))('%s: what no test covers is listed', (_name, { first, last }) => {
    const numbers = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    const listed = Object.keys(uncovered).map(Number);
    expect(listed.filter((number) => number >= first && number <= last)).toEqual(numbers.filter((number) => !covered.has(number)));
  });

  it('nothing is listed that is in no group, or without a reason', () => {
    const isInGroup = (number: number): boolean => catalogueGroups.some(({ first, last }) => number >= first && number <= last);
    expect(Object.entries(uncovered).filter(([number, reason]) => !isInGroup(Number(number)) || reason.trim() === '')).toEqual([]);
  });
});

describe('numbers in names of tests', () => {
  it.each<[string, readonly number[]]>([
    ['it(`96 a manifest`, …)', [96]],
    ['it(`94, 96: reads once more`, …)', [94, 96]],
    ['it.each([…])(`202, 204 the realm %s`, …)', [202, 204]],
    ['it.each([[`91: no manifest.json`, …]])', [91]],
    ['describe(`a directory (128)`, …)', [128]],
    ['it(`with a wrong checksum (47) or bytes after it (48)`, …)', [47, 48]],
    ['[`through what is not there (117, 118)`, …]', [117, 118]],
    ['it.each([[`95 of 100`, …]])', []],
    ['it.each([[`206 with another range`, …]])', []],
    ['it(`${"x".repeat(129)}`, …)', []],
    ['padStart(`96 `)', []],
    ['// RELIABILITY.md, 96', []],
  ])('%s', (source, expected) => {
    expect(collectNumbers(source)).toEqual(expected);
  });
});

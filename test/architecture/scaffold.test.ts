import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const made = [
  'cataloger language made made-lock',
  'advisory-source made-publisher',
  'rule dockerfile made-rule',
  'version-scheme made-scheme',
  'reporter made-format',
];
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'pratique-test-'));
  for (const path of ['src', 'package.json', 'tsconfig.json', '.prettierrc.json', 'vitest.config.ts', 'test/support'])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const words of made) scaffold(words);
});
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

function scaffold(words: string): string {
  const env = { ...process.env, PRATIQUE_NEW_ROOT: copy };
  return execFileSync(process.execPath, [join(root, 'tools/new.mjs'), ...words.split(' ')], { env, encoding: 'utf8', stdio: 'pipe' });
}

/** Tests that list a whole family may ask for the new member's data: that is what they are for. */
function complaints(output: string): string[] {
  return output
    .split('\n')
    .filter(
      (line) =>
        line.includes('error TS') &&
        (line.includes('made-') || (line.includes('/src/') && !line.includes('.test.ts'))) &&
        !line.includes('version-schemes.test.ts'),
    );
}

const lists = [
  ['src/catalog/catalogers.ts', 'madeLock'],
  ['src/advisory/advisory-sources.ts', 'madePublisher'],
  ['src/check/dockerfile/dockerfile-rules.ts', 'madeRule'],
  ['src/version/version-schemes.ts', "'made-scheme': madeSchemeScheme"],
  ['src/report/reporters.ts', 'madeFormatReporter'],
] as const;

describe('npm run new', () => {
  it.each(lists)('puts the member into %s', (list, entry) => {
    expect(readFileSync(join(copy, list), 'utf8').split(entry).length).toBeGreaterThan(1);
  });

  it('makes code that compiles', () => {
    // What was made, and what lists it: the whole program takes a minute.
    const include = ['src/**/made-*.ts', ...lists.map(([list]) => list)];
    writeFileSync(join(copy, 'tsconfig.made.json'), JSON.stringify({ extends: './tsconfig.json', include }));
    const words = ['--noEmit', '-p', join(copy, 'tsconfig.made.json')];
    const tsc = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...words], { encoding: 'utf8' });
    expect(tsc.error).toBeUndefined();
    expect(complaints(tsc.stdout)).toEqual([]);
  });

  it('makes tests that pass', () => {
    const vitest = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=json', '/made-'], {
      cwd: copy,
      encoding: 'utf8',
    });
    const { numPassedTests, numFailedTests, numTotalTestSuites } = JSON.parse(vitest.stdout) as Record<string, number>;
    expect({ numFailedTests, isEach: (numTotalTestSuites ?? 0) >= made.length, hasPassed: (numPassedTests ?? 0) >= made.length }).toEqual({
      numFailedTests: 0,
      isEach: true,
      hasPassed: true,
    });
  });

  it.each([
    ['nothing at-all', /there is no kind "nothing"; try: one of cataloger, /],
    ['reporter', /reporter takes NAME, in kebab-case; try: npm run new -- reporter sarif/],
    ['reporter Made', /in kebab-case/],
    ['reporter made-format', /made-format\.ts is there already/],
  ])('refuses %s', (words, message) => {
    expect(() => scaffold(words)).toThrow(message);
  });
});

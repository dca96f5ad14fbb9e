import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { settings } from '../../src/config/settings.ts';
import { ecosystemIds } from '../../src/model/ecosystem.ts';
import { errorCodes } from '../../src/model/error-codes.ts';
import { issueCodes } from '../../src/model/issue-codes.ts';
import { trustReasons } from '../../src/model/trust/trust-reasons.ts';
import { limits } from '../../src/model/limits.ts';

const root = join(import.meta.dirname, '../..');

/** The pages are generated from the tables; this fails if they are out of date, and names missing and obsolete rows. */
describe('reference pages match the tables', () => {
  it.each([
    ['error-codes', Object.keys(errorCodes)],
    ['issue-codes', Object.keys(issueCodes)],
    ['trust-reasons', Object.keys(trustReasons)],
    ['limits', Object.keys(limits)],
    ['configuration', Object.keys(settings)],
  ])('%s', (page, names) => {
    expect(firstCells(page)).toEqual(names);
  });

  it('ecosystems', () => {
    expect(firstCells('ecosystems').slice(0, ecosystemIds.length)).toEqual([...ecosystemIds]);
  });

  it('cli', () => {
    const headings = [...read('cli').matchAll(/^## pratique (.+)$/gm)].map(([, name]) => name);
    expect(headings).toEqual(commands.map(({ name }) => name));
  });
});

describe('every code is used', () => {
  const sources = readdirSync(join(root, 'src'), { withFileTypes: true, recursive: true })
    .filter(
      (entry) =>
        entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') && !/-(?:codes|reasons)\.ts$/.test(entry.name),
    )
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

  it.each([
    ['error codes', Object.keys(errorCodes)],
    ['issue codes', Object.keys(issueCodes)],
    ['reasons for not trusting', Object.keys(trustReasons)],
  ])('%s', (_, names) => {
    expect(names.filter((name) => !sources.includes(`'${name}'`))).toEqual([]);
  });
});

describe('commands', () => {
  it.each(commands.map((entry) => [entry.name, entry] as const))('%s matches its entry', async (_, entry) => {
    const command = await entry.load();
    expect([command.name, command.summary]).toEqual([entry.name, entry.summary]);
    const names = command.options.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(command.examples.filter(({ line }) => !line.includes(`pratique ${command.name}`) && !line.startsWith('source'))).toEqual([]);
  });
});

function read(page: string): string {
  return readFileSync(join(root, 'docs/reference', `${page}.md`), 'utf8');
}

function firstCells(page: string): string[] {
  return [...read(page).matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name);
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../model/limits.ts';
import { readConfigurationFile } from './configuration-file.ts';
import { notationDirectory } from './notation-directory.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pratique-test-'));
  mkdirSync(join(folder, 'with'));
  writeFileSync(join(folder, 'with/pratique.yaml'), 'a');
  writeFileSync(join(folder, 'other.yaml'), 'b');
  writeFileSync(join(folder, 'latin.yaml'), Buffer.from([0xe4]));
  writeFileSync(join(folder, 'large.yaml'), 'x'.repeat(limits.configurationBytes + 1));
  writeFileSync(join(folder, 'full.yaml'), 'x'.repeat(limits.configurationBytes));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('readConfigurationFile', () => {
  it.each([
    ['nothing', undefined, {}, '.', undefined],
    ['the working directory', undefined, {}, 'with', ['pratique.yaml', 'with', 'a']],
    ['an empty variable', undefined, { PRATIQUE_CONFIG: '' }, 'with', ['pratique.yaml', 'with', 'a']],
    ['the environment', undefined, { PRATIQUE_CONFIG: '../other.yaml' }, 'with', ['../other.yaml', '.', 'b']],
    ['the command line', '../other.yaml', { PRATIQUE_CONFIG: 'missing' }, 'with', ['../other.yaml', '.', 'b']],
  ] as const)('%s', (_, named, environment, from, expected) => {
    const found = readConfigurationFile(named, environment, join(folder, from));
    expect(found).toEqual(
      expected === undefined ? undefined : { path: expected[0], directory: join(folder, expected[1]), text: expected[2] },
    );
  });

  it.each([
    ['missing.yaml', 'missing.yaml does not exist'],
    ['with', 'with cannot be read: it is a directory'],
    ['latin.yaml', 'latin.yaml is not UTF-8'],
    ['large.yaml', `large.yaml has more than ${limits.configurationBytes} bytes`],
  ])('refuses %s', (named, message) => {
    expect(() => readConfigurationFile(named, {}, folder)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message }) as Error);
  });

  it('accepts a file of the maximum size', () => {
    expect(readConfigurationFile('full.yaml', {}, folder)?.text.length).toBe(limits.configurationBytes);
  });
});

it.each([
  [{ XDG_CONFIG_HOME: '/x' }, 'linux', '/x/notation'],
  [{ HOME: '/h' }, 'linux', '/h/.config/notation'],
  [{ HOME: '/h' }, 'darwin', '/h/Library/Application Support/notation'],
  [{ APPDATA: '/a' }, 'win32', '/a/notation'],
])('notationDirectory of %j on %s', (environment, platform, expected) => {
  expect(notationDirectory(environment, platform, '/h')).toBe(expected);
});

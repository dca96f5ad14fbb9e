import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleImage } from '../../src/cli/scan/sample/sample-image.ts';
import { ensureBuilt, makeSandbox, program, type Sandbox } from '../support/run-pratique.ts';

/** `caf\xe9` in Latin-1, which is not UTF-8. macOS refuses such names, and Node on Windows has none. */
const name = Buffer.from('caf\xe9', 'latin1');

let sandbox: Sandbox;
beforeAll(ensureBuilt);
beforeEach(() => {
  sandbox = makeSandbox();
});
afterEach(() => sandbox.dispose());

/** In a shell, whose globs pass the bytes on. */
function scan(
  folder: string,
  words: string,
): { readonly exitCode: number | null; readonly names: readonly string[]; readonly packages: readonly string[] } {
  const line = `cd ${folder} && exec "${process.execPath}" "${program}" scan ${words} --format json --allow-incomplete`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: sandbox.work, env: sandbox.env, encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  const { reports } = JSON.parse(stdout) as {
    reports: { target: { name: string }; packages: { name: string; locations: { path: string }[] }[] }[];
  };
  return {
    exitCode: status,
    names: reports.map(({ target }) => target.name),
    packages: reports.flatMap(({ packages }) => packages.flatMap((each) => each.locations.map(({ path }) => `${each.name} ${path}`))),
  };
}

describe.skipIf(process.platform !== 'linux')('a directory whose name is not UTF-8', () => {
  beforeEach(() => {
    const inside = (...segments: string[]): Buffer =>
      Buffer.concat([Buffer.from(`${sandbox.work}/`), name, Buffer.from(['', ...segments].join('/'))]);
    mkdirSync(inside('node_modules', 'lodash'), { recursive: true });
    writeFileSync(inside('node_modules', 'lodash', 'package.json'), '{"name":"lodash","version":"4.17.11"}');
    writeFileSync(inside('node_modules', 'lodash', 'index.js'), '');
    writeFileSync(inside('image.tar'), sampleImage());
  });

  it.each([
    ['is read inside a target', '.', '.', '.'],
    ['is read as the target', '.', 'caf*', 'caf\udce9'],
    ['is read as the working directory', 'caf*', '.', '.'],
  ])('%s', (_, folder, words, shown) => {
    const { exitCode, names, packages } = scan(folder, words);
    const prefix = words === '.' && folder === '.' ? 'caf\udce9/' : '';
    expect([exitCode, names, packages]).toEqual([0, [shown], [`lodash ${prefix}node_modules/lodash/package.json`]]);
  });

  it.each([
    ['.', 'caf*/image.tar', 'caf\udce9/image.tar'],
    ['caf*', 'image.tar', 'image.tar'],
  ])('may hold an archive: cd %s; pratique scan %s', (folder, words, shown) => {
    const { names, packages } = scan(folder, words);
    expect([names, packages.length > 0]).toEqual([[shown], true]);
  });
});

it.skipIf(process.platform !== 'linux')('two names that differ in bytes that are not UTF-8 stay two', () => {
  for (const byte of [0xe9, 0xe8]) {
    const path = Buffer.concat([Buffer.from(`${sandbox.work}/`), Buffer.from([byte]), Buffer.from('/node_modules/lodash')]);
    mkdirSync(path, { recursive: true });
    writeFileSync(Buffer.concat([path, Buffer.from('/package.json')]), '{"name":"lodash","version":"4.17.11"}');
    writeFileSync(Buffer.concat([path, Buffer.from('/index.js')]), '');
  }
  expect(scan('.', '.').packages).toEqual([
    'lodash \udce8/node_modules/lodash/package.json',
    'lodash \udce9/node_modules/lodash/package.json',
  ]);
});

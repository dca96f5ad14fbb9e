import { describe, expect, it } from 'vitest';
import { makeMemoryTree, type MemoryLayer } from '../../../../test/support/memory-tree.ts';
import { type Package } from '../../../model/package.ts';
import { catalogTree } from '../../catalog-tree.ts';
import { npmInstalled } from './npm-installed.ts';
import { describeCataloger } from '../../../../test/support/cataloger-contract.ts';

describeCataloger(npmInstalled, {
  'app/node_modules/a/package.json':
    '{"name":"@x/a","version":"1.0.0","license":["MIT",{"type":"ISC"}],"dependencies":{"b":"1"},"bundleDependencies":["b"]}',
});

const now = new Date('2026-11-20T00:00:00Z');

function catalog(layer: MemoryLayer): { readonly packages: readonly Package[]; readonly issues: readonly string[] } {
  const { packages, issues } = catalogTree(makeMemoryTree(layer), { now, isImage: true });
  return { packages, issues: issues.filter(({ code }) => code !== 'NO_DISTRIBUTION').map((issue) => `${issue.code} ${issue.message}`) };
}

/** `name@version evidence`. */
function lines(layer: MemoryLayer): readonly string[] {
  const { packages, issues } = catalog(layer);
  return [...packages.map((one) => `${one.name}@${one.version ?? '-'} ${one.evidence}`), ...issues];
}

function manifest(name: string, version: string, rest: object = {}): string {
  return JSON.stringify({ name, version, ...rest });
}

const a = manifest('a', '1.0.0');

describe('npmInstalled: where', () => {
  it.each<[path: string, expected: readonly string[]]>([
    ['node_modules/a', ['a@1.0.0 file']],
    ['app/node_modules/a', ['a@1.0.0 file']],
    ['app/node_modules/alias', ['a@1.0.0 file']],
    ['app/node_modules/@scope/a', ['a@1.0.0 file']],
    ['app/node_modules/b/node_modules/a', ['a@1.0.0 file']],
    ['app/node_modules/.pnpm/a@1.0.0/node_modules/a', ['a@1.0.0 file']],
    ['usr/local/lib/node_modules/a', ['a@1.0.0 file']],
    ['usr/share/nodejs/a', ['a@1.0.0 file']],
    ['usr/share/nodejs/@scope/a', ['a@1.0.0 file']],
    ['usr/lib/nodejs/a', ['a@1.0.0 file']],
    ['opt/a-v1.0.0', ['a@1.0.0 file']],
    ['opt/a-1.0.0', ['a@1.0.0 file']],
    ['opt/b-1.0.0', []],
    ['opt/a-2.0.0', []],
    ['app', []],
    ['app/node_modules/a/dist/esm', []],
    ['app/node_modules/b/test/fixtures/a', []],
    ['app/node_modules/@scope', []],
    ['app/node_modules/.cache', []],
    ['app/node_modules', []],
    ['app/my_node_modules/a', []],
  ])('%s', (folder, expected) => {
    expect(lines({ [`${folder}/package.json`]: a, [`${folder}/index.js`]: '' })).toEqual(expected);
  });
});

describe('npmInstalled: manifests', () => {
  it.each<[name: string, content: string, expected: readonly string[]]>([
    ['byte order mark', `\ufeff${a}`, ['a@1.0.0 file']],
    ['v in front', manifest('a', 'v1.2.3'), ['a@1.2.3 file']],
    ['no version', '{"name":"a"}', ['a@- file']],
    ['no name', '{"version":"1.0.0"}', []],
    ['name of a wrong type', '{"name":{"x":1},"version":"1.0.0"}', []],
    [
      '__proto__',
      '{"__proto__":{"name":"x"},"name":"__proto__","version":"1.0.0","dependencies":{"__proto__":"*"}}',
      ['MANIFEST_UNREADABLE node_modules/a/package.json has a name that npm does not allow'],
    ],
    [
      'a scope without a name',
      manifest('@x/', '1.0.0'),
      ['MANIFEST_UNREADABLE node_modules/a/package.json has a name that npm does not allow'],
    ],
    ['not JSON', '{"name" "a"}', ['MANIFEST_UNREADABLE node_modules/a/package.json is not a JSON object']],
    ['a list', '[]', ['MANIFEST_UNREADABLE node_modules/a/package.json is not a JSON object']],
    ['empty', '', ['MANIFEST_UNREADABLE node_modules/a/package.json is not a JSON object']],
    ['a million brackets', '['.repeat(1_000_000), ['MANIFEST_UNREADABLE node_modules/a/package.json is not a JSON object']],
  ])('%s', (_name, content, expected) => {
    expect(lines({ 'node_modules/a/package.json': content, 'node_modules/a/index.js': '' })).toEqual(expected);
  });

  it.each<[value: object, expected: readonly string[]]>([
    [{ license: 'MIT' }, ['MIT']],
    [{ license: '(MIT OR Apache-2.0)' }, ['(MIT OR Apache-2.0)']],
    [{ license: { type: 'ISC', url: 'https://x' } }, ['ISC']],
    [{ license: ['MIT', { type: 'ISC' }] }, ['MIT', 'ISC']],
    [{ licenses: [{ type: 'MIT', url: 'x' }, { type: '' }, { name: 'BSD' }] }, ['MIT', 'BSD']],
    [{ licenses: 'MIT', license: 'MIT' }, ['MIT']],
    [{ license: 42 }, []],
    [{ license: null }, []],
    [{ license: { foo: 'bar' } }, []],
    [{}, []],
  ])('licence %j', (value, expected) => {
    const { packages } = catalog({ 'node_modules/a/package.json': manifest('a', '1.0.0', value), 'node_modules/a/index.js': '' });
    expect(packages[0]!.licenses).toEqual(expected);
  });
});

describe('npmInstalled: code', () => {
  it.each<[files: readonly string[], evidence: string]>([
    [['index.js'], 'file'],
    [['lib/deep/x.mjs'], 'file'],
    [['index.d.ts'], 'file'],
    [['data.json'], 'file'],
    [['bin/tool'], 'file'],
    [['history.js'], 'file'],
    [['license.cjs'], 'file'],
    [[], 'orphan'],
    [['README.md', 'LICENSE', 'LICENSE-MIT', 'CHANGELOG', 'index.js.map', '.npmignore'], 'orphan'],
    [['node_modules/b/index.js'], 'orphan'],
  ])('%j', (files, evidence) => {
    const layer = Object.fromEntries(files.map((file) => [`app/node_modules/a/${file}`, '']));
    expect(catalog({ 'app/node_modules/a/package.json': a, ...layer }).packages.map((one) => one.evidence)).toEqual([evidence]);
  });

  it('is looked for in each package of a scope', () => {
    expect(
      lines({
        'node_modules/@s/a/package.json': a,
        'node_modules/@s/a/index.js': '',
        'node_modules/@s/b/package.json': manifest('b', '1.0.0'),
      }),
    ).toEqual(['a@1.0.0 file', 'b@1.0.0 orphan']);
  });
});

describe('npmInstalled: relations', () => {
  const index = (...folders: readonly string[]): MemoryLayer => Object.fromEntries(folders.map((folder) => [`${folder}/index.js`, '']));

  it('finds dependencies where Node.js does', () => {
    const needs = {
      dependencies: { near: '1', far: '1', absent: '1' },
      optionalDependencies: { near: '1' },
      peerDependencies: { '@s/peer': '1' },
    };
    const folders = ['app/node_modules/a/node_modules/near', 'app/node_modules/near', 'node_modules/far', 'app/node_modules/@s/peer'];
    const { packages } = catalog({
      'app/node_modules/a/package.json': manifest('a', '1.0.0', needs),
      ...Object.fromEntries(
        folders.map((folder) => [`${folder}/package.json`, manifest(folder.replace(/^.*node_modules\//, ''), '1.0.0')]),
      ),
      ...index('app/node_modules/a', ...folders),
    });
    expect(packages.find((one) => one.name === 'a')!.dependencies).toEqual([
      'pkg:npm/near@1.0.0 app/node_modules/a/node_modules/near/package.json',
      'pkg:npm/far@1.0.0 node_modules/far/package.json',
      'pkg:npm/%40s/peer@1.0.0 app/node_modules/@s/peer/package.json',
    ]);
  });

  it("follows the links of pnpm's store", () => {
    const store = 'app/node_modules/.pnpm';
    const { packages } = catalog({
      [`${store}/a@1.0.0/node_modules/a/package.json`]: manifest('a', '1.0.0', { dependencies: { b: '1' } }),
      [`${store}/a@1.0.0/node_modules/b`]: { link: '../../b@1.0.0/node_modules/b' },
      [`${store}/b@1.0.0/node_modules/b/package.json`]: manifest('b', '1.0.0'),
      ...index(`${store}/a@1.0.0/node_modules/a`, `${store}/b@1.0.0/node_modules/b`),
    });
    expect(packages.map((one) => [one.name, one.dependencies])).toEqual([
      ['a', [`pkg:npm/b@1.0.0 ${store}/b@1.0.0/node_modules/b/package.json`]],
      ['b', []],
    ]);
  });

  it('names the parent of what a package brings along', () => {
    const npm = 'usr/local/lib/node_modules/npm';
    const { packages } = catalog({
      [`${npm}/package.json`]: manifest('npm', '10.0.0', { bundleDependencies: ['abbrev'] }),
      [`${npm}/node_modules/abbrev/package.json`]: manifest('abbrev', '2.0.0'),
      ...index(npm, `${npm}/node_modules/abbrev`),
    });
    expect(packages.map(({ name, evidence, parent }) => ({ name, evidence, parent }))).toEqual([
      { name: 'abbrev', evidence: 'vendored', parent: `pkg:npm/npm@10.0.0 ${npm}/package.json` },
      { name: 'npm', evidence: 'file', parent: undefined },
    ]);
  });
});

describe('applications outside of node_modules', () => {
  const ghost = '{"name":"ghost","version":"4.0.0"}';
  const namesOf = (files: Readonly<Record<string, string>>): readonly string[] => {
    const tree = makeMemoryTree(files);
    const path = Object.keys(files)[0]!;
    return npmInstalled.catalog(tree.get(path)!, Buffer.from(files[path]!), { tree }).packages.map((one) => one.purl);
  };
  const path = 'var/lib/ghost/versions/4.0.0/package.json';

  it.each<[name: string, files: Readonly<Record<string, string>>, expected: readonly string[]]>([
    ['that npm knows, with their code', { [path]: ghost, 'var/lib/ghost/versions/4.0.0/index.js': '' }, ['pkg:npm/ghost@4.0.0']],
    [
      'with the code that main names',
      { [path]: '{"name":"n8n","version":"1.0.0","main":"./dist/run"}', 'var/lib/ghost/versions/4.0.0/dist/run.js': '' },
      ['pkg:npm/n8n@1.0.0'],
    ],
    ['without their code', { [path]: ghost }, []],
    ['without a version', { [path]: '{"name":"ghost"}', 'var/lib/ghost/versions/4.0.0/index.js': '' }, []],
    ['of any other name', { 'app/package.json': '{"name":"lodash","version":"1.0.0"}', 'app/index.js': '' }, []],
    ['inside of a package', { 'n/node_modules/a/lib/package.json': ghost, 'n/node_modules/a/lib/index.js': '' }, []],
  ])('%s', (_name, files, expected) => {
    expect(namesOf(files)).toEqual(expected);
  });
});

it.each(['a b', '../a', '.a', '_a', 'a/b', '@a/b/c', '@/a', 'node_modules', 'a%2f', 'x'.repeat(215)])(
  'refuses the name %j, which npm does not allow',
  (name) => {
    const place = 'app/node_modules/a/package.json';
    const tree = makeMemoryTree({ [place]: JSON.stringify({ name, version: '1.0.0' }), 'app/node_modules/a/index.js': '' });
    const { packages, issues } = npmInstalled.catalog(tree.get(place)!, tree.read(tree.get(place)!)!, { tree });
    expect([packages, issues.map(({ code, message }) => `${code} ${message}`)]).toEqual([
      [],
      [`MANIFEST_UNREADABLE ${place} has a name that npm does not allow`],
    ]);
  },
);

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../test/support/run-pratique.ts';
import { projectRoot } from '../test/support/project-root.ts';
import { type BundledSbom, listBundledLibraries, makeBundledSbom, packageFolderOf } from './bundled-sbom.mjs';

let root = '';
const zeros = Buffer.alloc(64);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'bundled-sbom-'));
  const libraries = [
    [
      'node_modules/@scope/outer',
      { name: '@scope/outer', version: '1.0.0', license: 'MIT AND BSD-3-Clause', dependencies: { inner: '2' } },
    ],
    ['node_modules/@scope/outer/node_modules/inner', { name: 'inner', version: '2.0.0', license: 'MIT' }],
    ['node_modules/inner', { name: 'inner', version: '1.0.0', license: 'MIT', dependencies: { '@scope/outer': '1', absent: '*' } }],
  ] as const;
  write('package.json', { name: 'product', version: '9.9.9', license: 'Apache-2.0' });
  write('package-lock.json', {
    packages: Object.fromEntries(libraries.map(([folder]) => [folder, { integrity: `sha512-${zeros.toString('base64')}` }])),
  });
  for (const [folder, manifest] of libraries) write(`${folder}/package.json`, manifest);
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe('the SBOM of the bundle', () => {
  const folders = ['node_modules/@scope/outer', 'node_modules/@scope/outer/node_modules/inner', 'node_modules/inner'];

  it('names every library with its purl, licence and SHA-512, two versions of one library apart', () => {
    const sbom = makeBundledSbom(root, folders);
    expect(sbom.components.map(({ purl }) => purl)).toEqual(['pkg:npm/%40scope/outer@1.0.0', 'pkg:npm/inner@2.0.0', 'pkg:npm/inner@1.0.0']);
    expect(sbom.components[0]).toEqual({
      type: 'library',
      'bom-ref': 'pkg:npm/%40scope/outer@1.0.0',
      group: '@scope',
      name: 'outer',
      version: '1.0.0',
      licenses: [{ expression: 'MIT AND BSD-3-Clause' }],
      hashes: [{ alg: 'SHA-512', content: zeros.toString('hex') }],
      purl: 'pkg:npm/%40scope/outer@1.0.0',
    });
    expect(listBundledLibraries(sbom)).toEqual([
      { name: '@scope/outer', version: '1.0.0', license: 'MIT AND BSD-3-Clause' },
      { name: 'inner', version: '2.0.0', license: 'MIT' },
      { name: 'inner', version: '1.0.0', license: 'MIT' },
    ]);
  });

  it('resolves dependencies to the nearest folder, as Node does', () => {
    expect(makeBundledSbom(root, folders).dependencies).toEqual([
      { ref: 'pkg:npm/product@9.9.9', dependsOn: ['pkg:npm/%40scope/outer@1.0.0', 'pkg:npm/inner@2.0.0', 'pkg:npm/inner@1.0.0'] },
      { ref: 'pkg:npm/%40scope/outer@1.0.0', dependsOn: ['pkg:npm/inner@2.0.0'] },
      { ref: 'pkg:npm/inner@2.0.0', dependsOn: [] },
      { ref: 'pkg:npm/inner@1.0.0', dependsOn: ['pkg:npm/%40scope/outer@1.0.0'] },
    ]);
  });

  it.each([
    ['/root/node_modules/yaml/dist/index.js', 'node_modules/yaml'],
    ['/root/node_modules/@tufjs/models/dist/a.js', 'node_modules/@tufjs/models'],
    ['/root/node_modules/a/node_modules/@s/b/index.js', 'node_modules/a/node_modules/@s/b'],
    ['\0/root/node_modules/debug/src/node.js', 'node_modules/debug'],
    ['/root/src/cli/main.ts', undefined],
    ['\0undici', undefined],
  ])('finds the package of module %j', (id, folder) => {
    expect(packageFolderOf('/root', id)).toBe(folder);
  });

  it('ships in dist and holds what the build bundled', () => {
    ensureBuilt();
    const sbom = JSON.parse(readFileSync(join(projectRoot, 'dist/sbom.cdx.json'), 'utf8')) as BundledSbom;
    const names = listBundledLibraries(sbom).map(({ name }) => name);
    for (const name of ['commander', 'undici', 'yaml']) expect(names).toContain(name);
    expect(new Set(sbom.dependencies.flatMap(({ dependsOn }) => dependsOn)).size).toBe(names.length);
  });
});

function write(path: string, value: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), JSON.stringify(value));
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import { MergedTree } from '../../src/image/merged-tree.ts';
import { TreeNode } from '../../src/image/tree-node.ts';
import { parsePlatform } from '../../src/model/platform.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { scanTarget } from '../../src/scan/scan-target.ts';
import { writeRawLayout } from '../support/raw-layout.ts';
import { tarOf, type TarPart } from '../support/tar-builder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** However many catalogers and rules there are, a scan passes over the merged tree once for each: a count of work, which no clock disturbs. */
const npm = (name: string, ...needs: readonly string[]): TarPart[] => [
  {
    name: `app/node_modules/${name}/package.json`,
    content: JSON.stringify({ name, version: '1.0.0', dependencies: Object.fromEntries(needs.map((need) => [need, '*'])) }),
  },
  { name: `app/node_modules/${name}/index.js`, content: '' },
];
const wheel = (name: string, ...needs: readonly string[]): TarPart[] => [
  {
    name: `usr/lib/python3/site-packages/${name}-1.0.dist-info/METADATA`,
    content: `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n${needs.map((need) => `Requires-Dist: ${need}\n`).join('')}`,
  },
  { name: `usr/lib/python3/site-packages/${name}-1.0.dist-info/top_level.txt`, content: `${name}\n` },
  { name: `usr/lib/python3/site-packages/${name}.py`, content: '' },
];
const gem = (name: string, ...needs: readonly string[]): TarPart[] => [
  {
    name: `usr/lib/ruby/specifications/${name}-1.0.gemspec`,
    content: `Gem::Specification.new do |s|\n  s.name = "${name}".freeze\n  s.version = "1.0"\n${needs.map((need) => `  s.add_dependency("${need}")\n`).join('')}end\n`,
  },
];
const pacman = (name: string, ...needs: readonly string[]): TarPart[] => [
  {
    name: `var/lib/pacman/local/${name}-1.0-1/desc`,
    content: `%NAME%\n${name}\n\n%VERSION%\n1.0-1\n\n%DEPENDS%\n${needs.join('\n')}\n`,
  },
];
const unwanted = Array.from({ length: 5_000 }, (_, at) => ({ name: `usr/share/d${Math.floor(at / 50)}/${at}.dat`, content: '' }));
const parts = [npm, wheel, gem, pacman].flatMap((make) => [...make('one', 'two'), ...make('two')]);
const links: TarPart[] = [
  { name: 'srv/package.json', type: '2', link: '../app/node_modules/one/package.json' },
  { name: 'usr/share/to', type: '2', link: 'd1' },
];

afterEach(() => void vi.restoreAllMocks());

it('an image', async () => {
  using folder = temporaryFolder();
  const layout = writeRawLayout(folder.path, { layers: [{ blob: gzipSync(tarOf(...unwanted, ...parts, ...links)) }] });
  const { passes, paths, packages } = await scanCounting(layout);
  // One for all catalogers, and one for all rules about files.
  expect(passes).toBe(2);
  // Of the directories, and some for each file that is wanted; not one for each file.
  expect(paths).toBeLessThan(1_000);
  expect(packages).toEqual([
    'pkg:alpm/one@1.0-1 → 1',
    'pkg:alpm/two@1.0-1 → 0',
    'pkg:gem/one@1.0 → 1',
    'pkg:gem/two@1.0 → 0',
    'pkg:npm/one@1.0.0 → 1',
    'pkg:npm/two@1.0.0 → 0',
    'pkg:pypi/one@1.0 → 1',
    'pkg:pypi/two@1.0 → 0',
  ]);
});

it('a source tree', async () => {
  using folder = temporaryFolder();
  for (const [name, content] of [
    ['requirements.txt', 'flask==1.0\n'],
    ['go.mod', 'module example.com/m\n\ngo 1.22\n'],
    ['Gemfile', ''],
    ['pom.xml', '<project/>'],
  ] as const)
    writeFileSync(join(folder.path, name), content);
  const { passes, packages } = await scanCounting(`dir:${folder.path}`);
  expect(passes).toBe(1);
  expect(packages).toContain('pkg:pypi/flask@1.0 → 0');
});

/** How often a scan passes over the merged tree, and how many paths in it are put together. */
async function scanCounting(target: string): Promise<{ passes: number; paths: number; packages: readonly string[] }> {
  const passes = vi.spyOn(MergedTree.prototype, 'directories');
  const paths = vi.spyOn(TreeNode.prototype, 'path', 'get');
  const [report] = await scanTarget(target, { open: { platform: parsePlatform('linux/amd64') } }, quietRuntime());
  return {
    passes: passes.mock.calls.length,
    paths: paths.mock.calls.length,
    packages: report!.packages.map(({ purl, dependencies }) => `${purl.split('?')[0]!} → ${dependencies.length}`).sort(),
  };
}

import { describe, expect, it, vi } from 'vitest';
import { tarOf, type TarPart } from '../../test/support/tar-builder.ts';
import { type PathSelector } from '../model/file-selector.ts';
import { makeSelectorIndex } from '../model/selector-index.ts';
import { decodeLayerIndex } from './layer-index-codec.ts';
import { LayerReader } from './layer-reader.ts';
import { MergedTree } from './merged-tree.ts';
import { squash } from './squash.ts';
import { TreeNode } from './tree-node.ts';

function treeOf(...layers: readonly (readonly TarPart[])[]): MergedTree {
  const indexes = layers.map((parts) => {
    const reader = new LayerReader({ selectors: makeSelectorIndex([]), inspectors: [], expected: {} });
    void reader.push(tarOf(...parts));
    return decodeLayerIndex(reader.end());
  });
  return squash(indexes).tree;
}

const files = (...names: readonly string[]): readonly TarPart[] => names.map((name) => ({ name, content: '' }));

function pathsOf(entries: Iterable<{ readonly path: string }>): readonly string[] {
  return Array.from(entries, ({ path }) => path).sort();
}

describe('find', () => {
  const tree = treeOf(
    [
      ...files('a/package.json', 'b/package.json', 'lib/x.jar', 'db/one', 'db/in/two', 'top.jar', 'pkg/METADATA'),
      { name: 'jar.jar', type: '5' },
      { name: 'link.jar', type: '2', link: 'nowhere' },
    ],
    files('.wh.b', 'lib/x.jar', 'p.dist-info/METADATA'),
  );

  it.each<[what: string, selector: PathSelector, found: readonly string[]]>([
    ['by name', { names: ['package.json'] }, ['a/package.json']],
    ['by suffix, links too and directories not', { suffixes: ['.jar'] }, ['lib/x.jar', 'link.jar', 'top.jar']],
    ['by exact path', { paths: ['db/in/two', 'db/in'] }, ['db/in/two']],
    ['by directory', { inDirectories: [{ directory: 'db', suffix: '' }] }, ['db/one']],
    ['in the root', { inDirectories: [{ directory: '', suffix: '' }] }, ['link.jar', 'top.jar']],
    ['by folder', { inFolders: [{ folder: '*.dist-info', file: 'METADATA' }] }, ['p.dist-info/METADATA']],
    ['nothing', { names: ['Cargo.lock'] }, []],
  ])('%s', (_, selector, found) => {
    expect(pathsOf(tree.find(selector))).toEqual(found);
  });

  it('answers many selectors in one pass, and puts no path together that nobody asks for', () => {
    const unwanted = Array.from({ length: 40 }, (_, folder) => Array.from({ length: 50 }, (__, at) => `f${folder}/file${at}.txt`)).flat();
    const large = treeOf(files(...unwanted, 'x/a.jar', 'x/b.lock'));
    const passes = vi.spyOn(MergedTree.prototype, 'directories');
    const paths = vi.spyOn(TreeNode.prototype, 'path', 'get');
    const selectors: readonly PathSelector[] = [{ suffixes: ['.jar'] }, { names: ['b.lock'] }, { names: ['missing.json'] }];
    large.survey(selectors);
    const found = selectors.map((selector) => large.find(selector));
    expect(passes).toHaveBeenCalledTimes(1);
    // One for each of 42 directories, and again where a path below it is put together.
    expect(paths.mock.calls.length).toBeLessThan(100);
    vi.restoreAllMocks();
    expect(found.map(pathsOf)).toEqual([['x/a.jar'], ['x/b.lock'], []]);
  });
});

describe('list', () => {
  it('has what is directly in a directory, also through a link to it', () => {
    const tree = treeOf([...files('d/a', 'd/in/b', 'e'), { name: 'to', type: '2', link: 'd' }]);
    const types = (directory: string): object => Object.fromEntries([...tree.list(directory)].map(([name, { type }]) => [name, type]));
    expect(types('d')).toEqual({ a: 'file', in: 'directory' });
    expect(types('to')).toEqual({ a: 'file', in: 'directory' });
    expect(types('')).toEqual({ d: 'directory', e: 'file', to: 'symlink' });
    expect([types('e'), types('missing')]).toEqual([{}, {}]);
  });
});

describe('elsewhere', () => {
  it.each<[what: string, layers: readonly (readonly TarPart[])[], found: readonly string[]]>([
    [
      'has symlinks, hard links, and files below a linked directory',
      [
        [
          ...files('f', 'd/g'),
          { name: 'symbolic', type: '2', link: 'f' },
          { name: 'hard', type: '1', link: 'f' },
          { name: 'to', type: '2', link: 'd' },
        ],
        files('to/h'),
      ],
      ['d/h', 'hard', 'symbolic', 'to'],
    ],
    ['has none that was deleted', [[{ name: 'd/s', type: '2', link: 'x' }], files('.wh.d')], []],
    ['has none that was replaced', [[{ name: 's', type: '2', link: 'x' }], files('s')], []],
    ['has none whose directory was replaced', [[{ name: 'd/s', type: '2', link: 'x' }], files('d')], []],
  ])('%s', (_, layers, found) => {
    expect(pathsOf(treeOf(...layers).elsewhere())).toEqual(found);
  });
});

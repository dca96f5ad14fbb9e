import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FileEntry } from '../model/file-entry.ts';
import { makeSelectorIndex } from '../model/selector-index.ts';
import { paxPart, tarOf, type TarPart } from '../../test/support/tar-builder.ts';
import { decodeLayerIndex } from './layer-index-codec.ts';
import { LayerReader } from './layer-reader.ts';
import { squash, type Squashed } from './squash.ts';
import { processorMs } from '../../test/support/processor-time.ts';
import { visibleFiles } from '../../test/support/visible-files.ts';

const everything = makeSelectorIndex([
  { names: ['f', 'g', 'status', 'x', 'y'], inDirectories: [{ directory: 'db', suffix: '' }], maxBytes: 1_000 },
]);

function layersOf(...layers: readonly (readonly TarPart[])[]): Squashed {
  return squash(
    layers.map((parts) => {
      const reader = new LayerReader({ selectors: everything, inspectors: [], expected: {} });
      void reader.push(tarOf(...parts));
      return decodeLayerIndex(reader.end());
    }),
  );
}

const file = (name: string, content = ''): TarPart => ({ name, content });
const directory = (name: string): TarPart => ({ name, type: '5' });
const symlink = (name: string, link: string): TarPart => ({ name, type: '2', link });
const hardlink = (name: string, link: string): TarPart => ({ name, type: '1', link });

/** What is there, and the content of what was kept. */
function list({ tree }: Squashed): string[] {
  return visibleFiles(tree)
    .map((entry) =>
      `${entry.type === 'directory' ? `${entry.path}/` : entry.path}${entry.linkTarget === undefined ? '' : ` -> ${entry.linkTarget}`} ${Buffer.from(tree.read(entry) ?? []).toString()}`.trim(),
    )
    .sort();
}

describe('whiteouts', () => {
  const cases: [string, TarPart[][], string[]][] = [
    [
      'hide lower layers only, wherever they stand [104]',
      [
        [file('a'), file('b')],
        [file('a'), file('.wh.a'), file('.wh.b')],
      ],
      ['a'],
    ],
    [
      'opaque directories keep siblings of their own layer [105]',
      [[file('d/old')], [file('d/before'), file('d/.wh..wh..opq'), file('d/after')]],
      ['d/after', 'd/before'],
    ],
    [
      'that name nothing are ignored [106]',
      [
        [file('a'), file('d/b')],
        [file('.wh.'), file('d/.wh..'), file('d/.wh...'), file('.wh..wh.foo')],
      ],
      ['a', 'd/b'],
    ],
    [
      'under a symlinked directory [107]',
      [[file('usr/lib/f', 'F'), file('usr/lib/g'), symlink('lib', 'usr/lib')], [file('lib/.wh.g')]],
      ['lib -> usr/lib', 'usr/lib/f F'],
    ],
    ['of something absent [108]', [[file('a')], [file('x/.wh.y')]], ['a']],
    [
      'in any shape [109]',
      [
        [file('a'), file('b'), file('c')],
        [symlink('.wh.a', 'x'), directory('.wh.b'), file('.wh.c', 'content')],
      ],
      [],
    ],
    ['of AUFS itself [110]', [[file('a')], [directory('.wh..wh.plnk'), file('.wh..wh.aufs')]], ['a']],
    ['in overlay style are devices, not whiteouts [111]', [[file('a')], [{ name: 'a', type: '3' }]], ['a']],
    [
      'opaque at the root [112]',
      [
        [file('a'), file('d/b')],
        [file('.wh..wh..opq'), file('c')],
      ],
      ['c'],
    ],
    ['opaque on a file [112]', [[file('a')], [file('a/.wh..wh..opq')]], ['a']],
    ['of a whole directory', [[file('d/a'), file('d/e/b')], [file('.wh.d')]], []],
  ];
  it.each(cases)('%s', (_name, layers, expected) => {
    expect(list(layersOf(...layers))).toEqual(expected);
  });
  it('a million against a million files, in linear time [113]', () => {
    const count = 20_000;
    const many = (prefix: string): FileEntry[] =>
      Array.from({ length: count }, (_, i) => ({ path: `d/${prefix}${i}`, type: 'file', size: 0, mode: 0, userId: 0, groupId: 0 }));
    const index = {
      compressedBytes: 0,
      uncompressedBytes: 0,
      whiteouts: [],
      opaqueDirectories: [],
      kept: new Map(),
      facts: [],
      issues: [],
    };
    const taken = processorMs(() => {
      const { tree } = squash([
        { ...index, entries: many('f') },
        { ...index, entries: [], whiteouts: many('f').map(({ path }) => path) },
      ]);
      expect(visibleFiles(tree)).toEqual([]);
    });
    expect(taken).toBeLessThan(5_000);
  });
});

describe('replacement', () => {
  const cases: [string, TarPart[][], string[]][] = [
    [
      'a file by a directory and back [22]',
      [
        [file('a'), directory('d'), file('d/x', 'X')],
        [directory('a'), file('a/y', 'Y'), file('d')],
      ],
      ['a/', 'a/y Y', 'd'],
    ],
    ['a directory by a symlink in one layer [22]', [[directory('d'), file('d/x', 'X'), symlink('d', 'e')]], ['d -> e']],
    ['a directory stays with its children', [[file('d/x', 'X')], [directory('d')]], ['d/', 'd/x X']],
    ['the last of several in one layer [21]', [[file('x', 'first'), file('x', 'second')]], ['x second']],
    [
      'a lower symlink by an upper directory, and the reverse [121]',
      [
        [symlink('l', 'd'), directory('m'), file('m/x', 'M')],
        [directory('l'), file('l/x', 'L'), symlink('m', 'l')],
      ],
      ['l/', 'l/x L', 'm -> l'],
    ],
    [
      'through a symlink after it was replaced',
      [
        [directory('real'), symlink('a', 'real')],
        [file('a/x', '1'), directory('a'), file('a/y', '2')],
      ],
      ['a/', 'a/y 2', 'real/', 'real/x 1'],
    ],
  ];
  it.each(cases)('%s', (_name, layers, expected) => {
    expect(list(layersOf(...layers))).toEqual(expected);
  });
  it('refuses a file under a file [23]', () => {
    const result = layersOf([file('a'), file('a/x'), file('b')]);
    expect(list(result)).toEqual(['a', 'b']);
    expect(result.issues).toEqual([
      {
        code: 'ENTRY_INVALID',
        severity: 'error',
        origin: 'squash',
        message: 'its parent is not a directory',
        path: 'a/x',
        layerIndex: 0,
      },
    ]);
  });
  it('knows which layer a file is from, and every version of it', () => {
    const { tree } = layersOf([file('db/status', 'one')], [file('other')], [file('db/status', 'two')], [file('db/.wh.status')]);
    expect(tree.get('db/status')).toBeUndefined();
    expect(tree.versions('db/status').map(({ layerIndex, content }) => [layerIndex, Buffer.from(content).toString()])).toEqual([
      [0, 'one'],
      [2, 'two'],
    ]);
    expect(tree.get('other')?.layerIndex).toBe(1);
  });
});

describe('links', () => {
  it.each<[string, TarPart[][], string, string | undefined]>([
    ['through directories of other layers [120]', [[file('usr/lib/x', 'X')], [symlink('lib', 'usr/lib')]], 'lib/x', 'usr/lib/x'],
    ['absolute, inside the root [119]', [[file('etc/x', 'X'), symlink('l', '/etc/x')]], 'l', 'etc/x'],
    ['that climb, inside the root [119]', [[file('etc/x', 'X'), symlink('d/l', '../../../../etc/x')]], 'd/l', 'etc/x'],
    ['the same one twice on a path [118]', [[file('d/x', 'X'), symlink('d/s', '.'), symlink('l', 'd')]], 'l/s/s/x', 'd/x'],
    ['to themselves [116]', [[symlink('l', 'l')]], 'l', undefined],
    ['in a circle [116]', [[symlink('a', 'b'), symlink('b', 'a')]], 'a', undefined],
    ['through what is not there [117]', [[symlink('a', 'b/c'), symlink('b', 'a/d')]], 'a', undefined],
    ['to what only the host has [127]', [[symlink('a', '/proc/self/environ')]], 'a', undefined],
  ])('%s', (_name, layers, path, expected) => {
    expect(layersOf(...layers).tree.get(path)?.path).toBe(expected);
  });
  it('allows 40 hops and no more [116]', () => {
    const chain = (length: number): TarPart[] => [
      file('end'),
      ...Array.from({ length }, (_, i) => symlink(`l${i}`, i === 0 ? 'end' : `l${i - 1}`)),
    ];
    expect(layersOf(chain(40)).tree.get('l39')?.path).toBe('end');
    expect(layersOf(chain(41)).tree.get('l40')).toBeUndefined();
  });
  it('visits each directory once, however many links point up [122]', () => {
    const parts = Array.from({ length: 30 }, (_, depth) => symlink(`${'d/'.repeat(depth)}up`, '..'));
    expect(list(layersOf(parts)).length).toBe(30);
  });
  it.each<[string, TarPart[][], string[]]>([
    ['share content with an earlier file [123]', [[file('x', 'X'), hardlink('y', 'x')]], ['x X', 'y X']],
    ['share content with a file of a lower layer [124]', [[file('x', 'X')], [hardlink('y', 'x')]], ['x X', 'y X']],
    ['may come before their file [124]', [[hardlink('y', 'x'), file('x', 'X')]], ['x X', 'y X']],
    ['to a symlink are that symlink [125]', [[symlink('l', 'x'), hardlink('m', 'l')]], ['l -> x', 'm -> x']],
    ['stay inside the root [125]', [[file('x', 'X'), hardlink('y', '../../x')]], ['x X', 'y X']],
  ])('hard links %s', (_name, layers, expected) => {
    const result = layersOf(...layers);
    expect(list(result)).toEqual(expected);
    expect(result.issues).toEqual([]);
  });
  it.each([
    ['to themselves', hardlink('a', 'a')],
    ['to a directory', hardlink('a', 'd')],
    ['to nothing', hardlink('a', 'gone')],
  ])('hard links %s are refused [125]', (_name, link) => {
    expect(layersOf([directory('d'), link]).issues.map(({ code, path }) => [code, path])).toEqual([['ENTRY_INVALID', 'a']]);
  });
});

describe('against a simple model', () => {
  interface Change {
    readonly kind: 'file' | 'directory' | 'delete' | 'opaque';
    readonly path: string;
  }
  const paths = ['a', 'b', 'a/x', 'a/y', 'b/x', 'a/x/f', 'a/x/g', 'b/x/f'];
  const change = fc.record({
    kind: fc.constantFrom<Change['kind']>('file', 'directory', 'delete', 'opaque'),
    path: fc.constantFrom(...paths),
  });

  it('squashing is applying one layer after the other', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 4 }), (layers) => {
        const parts = layers.map((changes) => changes.map(toPart));
        expect(list(layersOf(...parts)).map((line) => line.replace(/\/$/, ''))).toEqual([...applyNaively(layers)].sort());
      }),
      { numRuns: 400 },
    );
  });

  function toPart({ kind, path }: Change): TarPart {
    const slash = path.lastIndexOf('/') + 1;
    if (kind === 'delete') return file(`${path.slice(0, slash)}.wh.${path.slice(slash)}`);
    if (kind === 'opaque') return file(`${path}/.wh..wh..opq`);
    return kind === 'directory' ? directory(path) : file(path);
  }

  /** Paths that some layer lists and that are still there. */
  function applyNaively(layers: readonly (readonly Change[])[]): Set<string> {
    const types = new Map<string, 'file' | 'directory' | 'implicit'>();
    const below = (path: string): string[] => [...types.keys()].filter((other) => other.startsWith(`${path}/`));
    for (const changes of layers) {
      for (const { kind, path } of changes)
        if (kind === 'opaque' && types.get(path) !== 'file') below(path).forEach((other) => types.delete(other));
      for (const { kind, path } of changes) if (kind === 'delete') [path, ...below(path)].forEach((other) => types.delete(other));
      for (const { kind, path } of changes) {
        if (kind !== 'file' && kind !== 'directory') continue;
        const parents = path
          .split('/')
          .slice(0, -1)
          .map((_, i, all) => all.slice(0, i + 1).join('/'));
        const firstFile = parents.findIndex((parent) => types.get(parent) === 'file');
        for (const parent of firstFile === -1 ? parents : parents.slice(0, firstFile))
          if (!types.has(parent)) types.set(parent, 'implicit');
        if (firstFile !== -1) continue;
        if (kind === 'file') below(path).forEach((other) => types.delete(other));
        types.set(path, kind);
      }
    }
    return new Set([...types].filter(([, type]) => type !== 'implicit').map(([path]) => path));
  }
});

it('pax names reach the tree', () => {
  expect(list(layersOf([paxPart({ path: 'dir/ü' }), file('short')]))).toEqual(['dir/ü']);
});

import { describe, expect, it } from 'vitest';
import { tarOf, type TarPart } from '../../test/support/tar-builder.ts';
import { type Inspector } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { makeSelectorIndex } from '../model/selector-index.ts';
import { decodeLayerIndex } from './layer-index-codec.ts';
import { LayerReader } from './layer-reader.ts';
import { squash, type Squashed } from './squash.ts';

/** Learns the content of files that begin with `!`, many times over where a digit follows. */
const shout: Inspector = {
  id: 'shout',
  version: 1,
  minFileBytes: 2,
  maxStateBytes: 1_000,
  wants: (_entry, head) => head[0] === 0x21,
  open() {
    let text = '';
    return { write: (chunk) => void (text += Buffer.from(chunk).toString()), end: () => [text.repeat(Number(text[1]) || 1)] };
  },
};

function squashed(...layers: readonly (readonly TarPart[])[]): Squashed {
  const indexes = layers.map((parts) => {
    const reader = new LayerReader({ selectors: makeSelectorIndex([]), inspectors: [shout], expected: {} });
    void reader.push(tarOf(...parts));
    return decodeLayerIndex(reader.end());
  });
  return squash(indexes);
}

function factsOf({ tree }: Squashed): readonly string[] {
  return [...tree.facts('shout')].map(({ entry, value }) => `${entry.path} ${entry.layerIndex} ${String(value)}`).sort();
}

describe('facts of the merged tree', () => {
  it.each<[name: string, layers: readonly (readonly TarPart[])[], expected: readonly string[]]>([
    [
      'are of wanted files',
      [
        [
          { name: 'a', content: '!x' },
          { name: 'b', content: 'xx' },
          { name: 'c', content: '!' },
        ],
      ],
      ['a 0 !x'],
    ],
    ['are of the version that is visible', [[{ name: 'a', content: '!old' }], [{ name: 'a', content: '!new' }]], ['a 1 !new']],
    ['end with a file that is replaced by another kind', [[{ name: 'a', content: '!old' }], [{ name: 'a', content: 'plain' }]], []],
    ['end with a file that is removed', [[{ name: 'a', content: '!old' }], [{ name: '.wh.a' }]], []],
    [
      'are those of the last entry of a path',
      [
        [
          { name: 'a', content: '!one' },
          { name: 'a', content: '!two' },
        ],
      ],
      ['a 0 !two'],
    ],
    [
      'are not those of an earlier entry of a path',
      [
        [
          { name: 'a', content: '!one' },
          { name: 'a', content: 'plain' },
        ],
      ],
      [],
    ],
    [
      'stay with a hard link whose first name is removed',
      [
        [
          { name: 'a', content: '!x' },
          { name: 'b', type: '1', link: 'a' },
        ],
        [{ name: '.wh.a' }],
      ],
      ['b 0 !x'],
    ],
    [
      'come once for a file with a symlink',
      [
        [
          { name: 'a', content: '!x' },
          { name: 'b', type: '2', link: 'a' },
        ],
      ],
      ['a 0 !x'],
    ],
    [
      'are found where a directory is linked',
      [
        [
          { name: 'bin', type: '2', link: 'usr/bin' },
          { name: 'usr/bin', type: '5' },
        ],
        [{ name: 'bin/a', content: '!x' }],
      ],
      ['usr/bin/a 1 !x'],
    ],
  ])('%s', (_name, layers, expected) => {
    expect(factsOf(squashed(...layers))).toEqual(expected);
  });

  it('are known of every layer', () => {
    const { tree } = squashed([{ name: 'a', content: '!1' }], [], [{ name: 'a', content: '!2' }], [{ name: '.wh.a' }]);
    expect(tree.factVersions('shout', 'a')).toEqual([
      { layerIndex: 0, value: '!1' },
      { layerIndex: 2, value: '!2!2' },
    ]);
  });

  it('are bounded for a layer, with an issue', () => {
    const half = Math.floor(limits.layerFactBytes / 2) + 1;
    const big: Inspector = { ...shout, open: () => ({ write: () => undefined, end: () => ['x'.repeat(half)] }) };
    const reader = new LayerReader({ selectors: makeSelectorIndex([]), inspectors: [big], expected: {} });
    void reader.push(tarOf({ name: 'a', content: '!x' }, { name: 'b', content: '!y' }));
    const { facts, issues } = decodeLayerIndex(reader.end());
    expect([facts.map(({ path }) => path), issues.map(({ code, path }) => `${code} ${path ?? ''}`)]).toEqual([['a'], ['FILE_TOO_LARGE b']]);
  });
});

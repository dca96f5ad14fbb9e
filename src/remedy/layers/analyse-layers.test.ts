import { describe, expect, it } from 'vitest';
import { type FileEntry } from '../../model/file-entry.ts';
import { type LayerIndex } from '../../model/layer-index.ts';
import { analyseLayers } from './analyse-layers.ts';
import { diveDefaults, judgeByDive } from './dive-rules.ts';

/** `a/b 10` is a file, `a/` a directory, `-a/b` a whiteout, `=a` an opaque directory. */
function layer(...lines: readonly string[]): LayerIndex {
  const entries = lines.filter((line) => !/^[-=]/.test(line)).map(entry);
  return {
    compressedBytes: 0,
    uncompressedBytes: 0,
    entries,
    whiteouts: lines.filter((line) => line.startsWith('-')).map((line) => line.slice(1)),
    opaqueDirectories: lines.filter((line) => line.startsWith('=')).map((line) => line.slice(1)),
    kept: new Map(),
    facts: [],
    issues: [],
  };
}

function entry(line: string): FileEntry {
  const [path = '', size] = line.split(' ');
  const shared = { mode: 0o644, userId: 0, groupId: 0 };
  if (size === undefined) return { path: path.replace(/\/$/, ''), type: 'directory', size: 0, ...shared };
  return { path, type: 'file', size: Number(size), ...shared };
}

function brief(...layers: readonly LayerIndex[]): unknown {
  const { wasted, efficiency, wastedBytes, repeatedBytes } = analyseLayers(layers);
  return { wasted: wasted.map((each) => `${each.path} ${each.wastedBytes}`), efficiency, wastedBytes, repeatedBytes };
}

describe('the analysis of layers', () => {
  it.each<[string, readonly LayerIndex[], unknown]>([
    ['no layers', [], { wasted: [], efficiency: 1, wastedBytes: 0, repeatedBytes: 0 }],
    ['a directory and no bytes', [layer('srv/')], { wasted: [], efficiency: 1, wastedBytes: 0, repeatedBytes: 0 }],
    ['an empty file twice', [layer('a 0'), layer('a 0')], { wasted: ['a 0'], efficiency: 1, wastedBytes: 0, repeatedBytes: 0 }],
    ['nothing twice', [layer('a 10'), layer('b 10')], { wasted: [], efficiency: 1, wastedBytes: 0, repeatedBytes: 0 }],
    ['a replaced file', [layer('a 10'), layer('a 30')], { wasted: ['a 10'], efficiency: 10 / 40, wastedBytes: 10, repeatedBytes: 40 }],
    ['a deleted file', [layer('a 10', 'b 30'), layer('-a')], { wasted: ['a 10'], efficiency: 30 / 40, wastedBytes: 10, repeatedBytes: 10 }],
    ['a deleted directory', [layer('a/', 'a/x 10', 'a/b/y 10', 'c 20'), layer('-a')], { wasted: ['a/b/y 10', 'a/x 10'], efficiency: 0.5, wastedBytes: 20, repeatedBytes: 20 }],
    ['an opaque directory', [layer('a/x 10'), layer('a/', '=a', 'a/z 10')], { wasted: ['a/x 10'], efficiency: 0.5, wastedBytes: 10, repeatedBytes: 10 }],
    ['a directory replaced by a file', [layer('a/x 10'), layer('a 10')], { wasted: ['a/x 10'], efficiency: 0.5, wastedBytes: 10, repeatedBytes: 10 }],
    ['a path twice in one layer', [layer('a 10', 'a 10')], { wasted: ['a 10'], efficiency: 0.5, wastedBytes: 10, repeatedBytes: 20 }],
    ['a file deleted and made again', [layer('a 10'), layer('-a'), layer('a 10')], { wasted: ['a 10'], efficiency: 0, wastedBytes: 10, repeatedBytes: 20 }],
    ['a whiteout of nothing', [layer('a 10'), layer('-b', '=c')], { wasted: [], efficiency: 1, wastedBytes: 0, repeatedBytes: 0 }],
  ])('counts %s', (_, layers, expected) => {
    expect(brief(...layers)).toEqual(expected);
  }); // prettier-ignore

  it('says of each layer what it adds, hides and loses', () => {
    const { layers, wasted } = analyseLayers([layer('a 10', 'b 5'), layer('a 10', 'c 7'), layer('-b', '-c')]);
    expect(layers).toEqual([
      { index: 0, files: 2, bytes: 15, replacedBytes: 0, deletedBytes: 0, wastedBytes: 15 },
      { index: 1, files: 2, bytes: 17, replacedBytes: 10, deletedBytes: 0, wastedBytes: 7 },
      { index: 2, files: 0, bytes: 0, replacedBytes: 0, deletedBytes: 12, wastedBytes: 0 },
    ]);
    expect(wasted).toEqual([
      { path: 'a', storedIn: [0, 1], wastedBytes: 10, isSameSize: true },
      { path: 'c', storedIn: [1], deletedIn: 2, wastedBytes: 7, isSameSize: false },
      { path: 'b', storedIn: [0], deletedIn: 2, wastedBytes: 5, isSameSize: false },
    ]);
  });
});

describe('the rules of dive', () => {
  const analysis = analyseLayers([layer('a 100'), layer('a 100', 'b 100')]);

  it('judge efficiency, repeated bytes, and their share of the layers above the first', () => {
    const values = { lowestEfficiency: '0.7', highestWastedBytes: '200', highestUserWastedPercent: '0.5' };
    expect(judgeByDive(analysis, values).map(({ outcome, value, limit }) => [outcome, value, limit])).toEqual([
      ['failed', 2 / 3, 0.7],
      ['passed', 200, 200],
      ['failed', 1, 0.5],
    ]);
  });

  it.each([
    ['20MB', 20e6],
    ['1.5 KiB', 1536],
    ['1,000', 1000],
    ['0', 0],
  ])('read %s as bytes', (text, limit) => {
    expect(judgeByDive(analysis, { ...diveDefaults, highestWastedBytes: text })[1]?.limit).toBe(limit);
  });

  it.each(['disabled', 'off', 'false', ''])('are set aside by %j', (text) => {
    expect(judgeByDive(analysis, { ...diveDefaults, lowestEfficiency: text })[0]?.outcome).toBe('disabled');
  });

  it.each([
    [{ lowestEfficiency: '95' }, 'lowestEfficiency: "95" is not a number from 0 to 1'],
    [{ highestUserWastedPercent: '10%' }, 'highestUserWastedPercent: "10%" is not a number from 0 to 1'],
    [{ highestWastedBytes: 'much' }, 'highestWastedBytes: "much" is not a size such as 20MB'],
  ])('refuse %j', (values, message) => {
    expect(() => judgeByDive(analysis, { ...diveDefaults, ...values })).toThrow(new RangeError(message));
  });
});

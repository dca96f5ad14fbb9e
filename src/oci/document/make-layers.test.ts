import { describe, expect, it } from 'vitest';
import { parseDigest } from '../../model/digest.ts';
import { type HistoryEntry, type ImageConfig } from '../../model/image.ts';
import { chainIds } from './chain-id.ts';
import { makeLayers } from './make-layers.ts';

const first = parseDigest(`sha256:${'1'.repeat(64)}`);
const second = parseDigest(`sha256:${'2'.repeat(64)}`);
// printf 'sha256:111…1 sha256:222…2' | sha256sum
const chained = 'sha256:9932074217c35353d2e03a3f5a86549f7c67bfeb0ba53e23d69f4d4c8f7958f5';
const content = { kind: 'file', path: 'x', offset: 0, length: 1 } as const;
const run = (createdBy: string): HistoryEntry => ({ createdBy, isEmptyLayer: false });
const set = (createdBy: string): HistoryEntry => ({ createdBy, isEmptyLayer: true });

function config(history: readonly HistoryEntry[], diffIds: ImageConfig['diffIds']): ImageConfig {
  return {
    env: [],
    entrypoint: [],
    cmd: [],
    exposedPorts: [],
    volumes: [],
    labels: new Map(),
    hasHealthcheck: false,
    history,
    diffIds,
  };
}

describe('makeLayers', () => {
  it('lays diffIDs, chainIDs and instructions beside the layers', () => {
    const made = makeLayers(
      [{ content, digest: first }, { content }],
      config([run('ADD'), set('ENV'), run('RUN'), set('CMD')], [first, second]),
    );
    expect(made).toEqual({
      layers: [
        { index: 0, content, digest: first, diffId: first, chainId: first, createdBy: 'ADD' },
        { index: 1, content, diffId: second, chainId: chainIds([first, second])[1], createdBy: 'RUN' },
      ],
      issues: [],
    });
  });

  it.each<[string, ImageConfig, readonly string[], readonly string[]]>([
    ['no history', config([], [first, second]), ['index', 'content', 'diffId', 'chainId'], []],
    ['history of one layer', config([run('ADD')], [first, second]), ['index', 'content', 'diffId', 'chainId'], ['IMAGE_DOCUMENT']],
    ['one diffID', config([run('a'), run('b')], [first]), ['index', 'content', 'createdBy'], ['LAYER_DIFF_ID_MISMATCH']],
    ['three diffIDs', config([run('a'), run('b')], [first, second, first]), ['index', 'content', 'createdBy'], ['LAYER_MISSING']],
    ['nothing', config([], []), ['index', 'content'], ['LAYER_DIFF_ID_MISMATCH']],
  ])('continues with %s', (_name, given, fields, codes) => {
    const made = makeLayers([{ content }, { content }], given);
    expect(made.layers.map((layer) => Object.keys(layer))).toEqual([fields, fields]);
    expect(made.issues.map((issue) => issue.code)).toEqual(codes);
  });

  it('accepts an image without layers', () => {
    expect(makeLayers([], config([set('ENV')], []))).toEqual({ layers: [], issues: [] });
  });
});

describe('chainIds', () => {
  it('follows config.md#layer-chainid', () => {
    expect(chainIds([])).toEqual([]);
    expect(chainIds([first, second])).toEqual([first, chained]);
  });
});

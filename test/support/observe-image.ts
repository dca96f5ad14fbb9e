import { expect } from 'vitest';
import { openTarget } from '../../src/image/open-target.ts';
import { readLayers } from '../../src/image/read-layers.ts';
import { squash } from '../../src/image/squash.ts';
import { type EngineOptions } from '../../src/model/engine-options.ts';
import { type FileSelector } from '../../src/model/file-selector.ts';
import { type Image } from '../../src/model/image.ts';
import { parsePlatform } from '../../src/model/platform.ts';
import { quietRuntime } from '../../src/model/runtime.ts';
import { visibleFiles } from './visible-files.ts';

const selectors: readonly FileSelector[] = [{ names: ['os-release', 'big', 'status'], maxBytes: 1_000_000 }];

export interface ObservedImage {
  readonly scheme: string;
  readonly observed: unknown;
}

/** What must be equal whichever source an image comes from: its documents, and its files after squashing with their kept contents. */
export async function observeImage(target: string, engines?: EngineOptions): Promise<ObservedImage> {
  const runtime = quietRuntime();
  const options = { platform: parsePlatform('linux/amd64'), layerDemand: () => Promise.resolve({ selectors, inspectors: [] }) };
  const [image, ...rest] = await openTarget(target, engines === undefined ? options : { ...options, engines }, runtime);
  expect(rest).toEqual([]);
  const indexes = await readLayers(image!.layers, { selectors, inspectors: [], threads: 0, verifyDiffIds: true }, runtime);
  const { tree, issues } = squash(indexes);
  const files = visibleFiles(tree).map((entry) => {
    const { path, type, size, mode, layerIndex, linkTarget } = entry;
    const kept = tree.read(entry);
    return { path, type, size, mode, layerIndex, linkTarget, kept: kept === undefined ? undefined : Buffer.from(kept).toString('latin1') };
  });
  return {
    scheme: image!.scheme,
    observed: {
      ...documents(image!),
      computedDiffIds: indexes.map((index) => index.diffId),
      issues: [...indexes.flatMap((index) => index.issues), ...issues],
      files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    },
  };
}

function documents(image: Image): object {
  return {
    configDigest: image.configDigest,
    platform: image.platform,
    config: image.config,
    layers: image.layers.map(({ index, diffId, chainId, createdBy }) => ({ index, diffId, chainId, createdBy })),
    openIssues: image.issues,
  };
}

import { openTarget } from '../image/open-target.ts';
import { readLayers } from '../image/read-layers.ts';
import { squash } from '../image/squash.ts';
import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { type FileTree, type TreeEntry } from '../model/file-tree.ts';
import { type ImageConfig, type OpenOptions } from '../model/image.ts';
import { type Issue } from '../model/issue.ts';
import { type Platform } from '../model/platform.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { type Runtime } from '../model/runtime.ts';

/** An image whose files are read as they are asked for. */
export interface OpenImageFiles {
  readonly name: string;
  readonly platform: Platform;
  readonly config: ImageConfig;
  readonly tree: FileTree;
  readonly issues: readonly Issue[];
  /** Content by path after links; a layer is read again only where it holds one of them. What is larger than `maxFileBytes` is left out. */
  read(entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

export interface WithImageFilesOptions {
  readonly open: OpenOptions;
  readonly cache?: FileCache;
  readonly maxFileBytes: number;
  /** Small files that are kept when the layers are read first. */
  readonly selectors: readonly FileSelector[];
}

/** Opens one image, and closes it when `use` is done. Throws what opening a target does. */
export async function withImageFiles<T>(target: string, options: WithImageFilesOptions, use: (files: OpenImageFiles) => Promise<T>, runtime: Runtime): Promise<T> {
  const { open, cache, maxFileBytes, selectors } = options;
  const demand = { selectors, inspectors: [] };
  const images = await openTarget(target, { ...open, layerDemand: () => Promise.resolve(demand) }, runtime);
  const [image, ...others] = images;
  try {
    if (image === undefined || others.length > 0)
      throw new PratiqueError('USAGE', `${target} is not one image`, { hint: 'choose one with --platform os/architecture' });
    const layers = await readLayers(image.layers, { ...demand, ...(cache === undefined ? {} : { cache }) }, runtime);
    const { tree, issues } = squash(layers);
    const read = async (entries: readonly TreeEntry[]): Promise<ReadonlyMap<string, Uint8Array>> => {
      const wanted = new Map<number, string[]>();
      for (const { layerIndex, path, size } of entries) if (size <= maxFileBytes) wanted.set(layerIndex, [...(wanted.get(layerIndex) ?? []), path]);
      const indexes = [...wanted.keys()].sort((one, other) => one - other);
      const paths = [...wanted.values()].flat();
      const found = await readLayers(indexes.map((index) => image.layers[index]!), { selectors: [{ paths, maxBytes: maxFileBytes }], inspectors: [] }, runtime); // prettier-ignore
      return new Map(indexes.flatMap((index, at) => wanted.get(index)!.flatMap((path) => {
        const kept = found[at]!.kept.get(path);
        return kept === undefined ? [] : [[path, kept.content] as const];
      })));
    };
    return await use({
      name: image.name,
      platform: image.platform,
      config: image.config,
      tree,
      issues: [...image.issues, ...layers.flatMap((layer) => layer.issues), ...issues],
      read,
    });
  } finally {
    for (const one of images) await one[Symbol.asyncDispose]();
  }
} // prettier-ignore

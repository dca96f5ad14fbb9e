import { openTarget } from '../image/open-target.ts';
import { readLayers } from '../image/read-layers.ts';
import { squash } from '../image/squash.ts';
import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { type FileTree } from '../model/file-tree.ts';
import { type Image, type ImageConfig, type OpenOptions } from '../model/image.ts';
import { type Issue } from '../model/issue.ts';
import { type LayerIndex } from '../model/layer-index.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { type Runtime } from '../model/runtime.ts';

export interface ImageFiles {
  readonly name: string;
  readonly digest?: string;
  readonly config: ImageConfig;
  readonly tree: FileTree;
  readonly issues: readonly Issue[];
}

export interface ImageFilesOptions {
  readonly open: OpenOptions;
  readonly cache?: FileCache;
  /** Larger files are not read: bytes. */
  readonly maxFileBytes: number;
  /** Paths whose content is wanted as well, from what is known so far; asked again until nothing is new. */
  readonly want: (tree: FileTree, config: ImageConfig) => readonly string[];
}

/** Names lead to names at most so often: a link, a script, a program in it. */
const mostRounds = 4;

/** The files of one image, with the content of those that are asked for by what the image says of itself. Throws what opening a target does. */
export async function readImageFiles(target: string, options: ImageFilesOptions, runtime: Runtime): Promise<ImageFiles> {
  const paths = new Set<string>();
  for (let round = 1; ; round++) {
    const selectors: readonly FileSelector[] = paths.size === 0 ? [] : [{ paths: [...paths], maxBytes: options.maxFileBytes }];
    const found = await readOnce(target, selectors, options, runtime);
    const missing = options.want(found.tree, found.config).filter((path) => !paths.has(path));
    if (missing.length === 0 || round === mostRounds) return found;
    for (const path of missing) paths.add(path);
  }
}

async function readOnce(
  target: string,
  selectors: readonly FileSelector[],
  { open, cache }: ImageFilesOptions,
  runtime: Runtime,
): Promise<ImageFiles> {
  const demand = { selectors, inspectors: [] };
  const [image, ...others] = await openTarget(target, { ...open, layerDemand: () => Promise.resolve(demand) }, runtime);
  try {
    if (image === undefined || others.length > 0)
      throw new PratiqueError('USAGE', `${target} is not one image`, { hint: 'choose one with --platform os/architecture' });
    const layers = await readLayers(image.layers, { ...demand, ...(cache === undefined ? {} : { cache }) }, runtime);
    const { tree, issues } = squash(layers);
    return {
      name: image.name,
      ...digestOf(image),
      config: image.config,
      tree,
      issues: [...image.issues, ...layers.flatMap(issuesOf), ...issues],
    };
  } finally {
    for (const one of image === undefined ? [] : [image, ...others]) await one[Symbol.asyncDispose]();
  }
}

function issuesOf({ issues }: LayerIndex, layerIndex: number): readonly Issue[] {
  return issues.map((issue) => ({ ...issue, layerIndex }));
}

function digestOf({ manifestDigest, configDigest }: Image): Pick<ImageFiles, 'digest'> {
  const digest = manifestDigest ?? configDigest;
  return digest === undefined ? {} : { digest };
}

import { type Catalog } from '../catalog/catalog-tree.ts';
import { prepareAndCatalog } from '../catalog/prepare-and-catalog.ts';
import { readLayers } from '../image/read-layers.ts';
import { squash, type Squashed } from '../image/squash.ts';
import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { type FileTree } from '../model/file-tree.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { type ImageFileFacts } from '../model/image-facts.ts';
import { type Image } from '../model/image.ts';
import { type KindSettings } from '../model/kind-settings.ts';
import { type LayerIndex } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { type Runtime } from '../model/runtime.ts';
import { type Checked } from '../model/checker.ts';
import { type FindingKind } from '../model/finding.ts';
import { checkFiles } from './check-files.ts';
import { isSourceTree } from './checkers.ts';
import { layerDemand, layerThreadProgram } from './layer-demand.ts';
import { noteFiles } from './note-files.ts';
import { type ReachedPackages, type reachPackages } from './reach-packages.ts';
import { findUnreadSources } from './unread-links.ts';

export interface CatalogOptions extends KindSettings {
  /** Kinds of findings to look for. */
  readonly kinds: readonly FindingKind[];
  readonly cache?: FileCache;
  readonly threads?: number;
  /** Verify every diffID of the configuration, also where the manifest names the layer by its digest. */
  readonly verifyDiffIds?: boolean;
  /** Hash layers that are files of this machine before a cache answers for them. */
  readonly hashesFiles?: boolean;
  /** Note the files and the configuration for policies that ask about them. Costs a pass over the tree, and packages are catalogued anew. */
  readonly notesFacts?: boolean;
  /** Follow the entrypoint to what it can load. Costs more of each layer, and packages are catalogued anew. */
  readonly followsEntrypoint?: boolean;
}

export interface NewCatalog extends Catalog {
  /** Whether anything of the image could be read at all. */
  readonly hasContent: boolean;
  /** The diffID of each layer as computed, `null` where it was not. */
  readonly diffIds: readonly (string | null)[];
  /** Whether every layer could be read as it should. */
  readonly isWhole: boolean;
  /** What rules found in files. */
  readonly checked: Checked;
  /** Where `notesFacts` asked for it. */
  readonly files?: ImageFileFacts;
  /** Where `followsEntrypoint` asked for it. */
  readonly reach?: ReachedPackages;
}

/** Layers → files → packages, and what is wrong with files. */
export async function catalogAnew(image: Image, options: CatalogOptions, runtime: Runtime): Promise<NewCatalog> {
  const { squashed, layers } = await readTree(image, options, runtime);
  const { catalog, ownedPaths, modifiedFiles } = await prepareAndCatalog(squashed.tree, {
    now: runtime.now(),
    isImage: !isSourceTree(image.scheme),
    platform: image.platform,
  });
  const checked = await checkFiles({ tree: squashed.tree, layers, ...catalog, modifiedFiles, ...pickSecrets(options) }, options.kinds);
  const layerIssues = layers.flatMap((layer, layerIndex) => layer.issues.map((issue) => ({ ...issue, layerIndex })));
  return {
    ...catalog,
    // Packages that could not be read are no gap in what does not depend on packages.
    issues: [...layerIssues, ...squashed.issues, ...(needsPackages(options.kinds) ? catalog.issues : []), ...checked.issues],
    checked,
    ...(options.followsEntrypoint === true ? { reach: await follow(squashed.tree, image, { ...catalog, ownedPaths }) } : {}),
    ...(options.notesFacts === true ? { files: noteFiles(squashed.tree) } : {}),
    diffIds: layers.map(({ diffId }) => diffId ?? null),
    hasContent: layers.length === 0 || layers.some((layer) => layer.entries.length > 0 || layer.issues.length === 0),
    isWhole: layerIssues.length === 0,
  };
}

async function follow(tree: FileTree, { config }: Image, found: Parameters<typeof reachPackages>[2]): Promise<ReachedPackages> {
  return (await import('./reach-packages.ts')).reachPackages(tree, config, found);
}

function pickSecrets({ secretSettings }: KindSettings): Pick<KindSettings, 'secretSettings'> {
  return secretSettings === undefined ? {} : { secretSettings };
}

function needsPackages(kinds: readonly FindingKind[]): boolean {
  return kinds.includes('vulnerability') || kinds.includes('license');
}

async function readTree(
  image: Image,
  options: CatalogOptions,
  runtime: Runtime,
): Promise<{ squashed: Squashed; layers: readonly LayerIndex[] }> {
  const { selectors, inspectors } = await layerDemand(options.kinds, options.secretSettings, options.followsEntrypoint);
  const shared = { ...options, inspectors, threadProgram: layerThreadProgram };
  const layers = await readLayers(image.layers, { ...shared, selectors }, runtime);
  const squashed = squash(layers);
  const unread = findUnreadSources(squashed.tree, selectors);
  if (unread.length === 0) return { squashed, layers };
  const wanted: FileSelector = { paths: unread.map(({ path }) => path), maxBytes: limits.keptFileBytes };
  const affected = new Set(unread.map(({ layerIndex }) => layerIndex));
  const again = await readLayers(
    image.layers.filter((layer) => affected.has(layer.index)),
    { ...shared, selectors: [...selectors, wanted] },
    runtime,
  );
  const byIndex = new Map([...affected].sort((a, b) => a - b).map((layerIndex, at) => [layerIndex, again[at]]));
  const complete = layers.map((layer, layerIndex) => byIndex.get(layerIndex) ?? layer);
  return { squashed: squash(complete), layers: complete };
}

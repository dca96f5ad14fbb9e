import { catalogKey, catalogTree, type Catalog } from '../catalog/catalog-tree.ts';
import { prepareCatalog } from '../catalog/prepare-catalog.ts';
import { isStoredContent } from '../image/is-stored-content.ts';
import { contentKey } from '../image/layer-identity.ts';
import { readLayers } from '../image/read-layers.ts';
import { squash, type Squashed } from '../image/squash.ts';
import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { type FileSelector } from '../model/file-selector.ts';
import { type Image } from '../model/image.ts';
import { type Issue } from '../model/issue.ts';
import { type LayerIndex } from '../model/layer-index.ts';
import { limits } from '../model/limits.ts';
import { type Runtime } from '../model/runtime.ts';
import { layerDemand, layerThreadProgram } from './layer-demand.ts';
import { recall, remember } from './remembered.ts';
import { findUnreadSources } from './unread-links.ts';

export interface ImageCatalog extends Catalog {
  /** Whether anything of the image could be read at all. */
  readonly hasContent: boolean;
  /** The same for the same layers and catalogers on the same day; absent when a layer could not be read as it should. */
  readonly identity?: string;
  /** The diffID of each layer as computed, `null` where it was not. */
  readonly diffIds: readonly (string | null)[];
}

export interface CatalogOptions {
  readonly cache?: FileCache;
  readonly threads?: number;
  /** Verify every diffID of the configuration, also where the manifest names the layer by its digest. */
  readonly verifyDiffIds?: boolean;
  /** Hash layers that are files of this machine before a cache answers for them. */
  readonly hashesFiles?: boolean;
}

/** An image's packages. What a cache knows of these very layers is not worked out again. */
export async function catalogImage(image: Image, given: CatalogOptions, runtime: Runtime): Promise<ImageCatalog> {
  const options = await withUsableCache(image, given, runtime);
  const key = cacheKey(image, runtime);
  const known = (await recall(key, options.cache)) as ImageCatalog | undefined;
  if (known !== undefined && fits(known, image, options)) return known;
  const { squashed, layers } = await readTree(image, options, runtime);
  await prepareCatalog(squashed.tree);
  const catalog = catalogTree(squashed.tree, {
    now: runtime.now(),
    isImage: image.scheme !== 'dir',
  });
  const layerIssues = layers.flatMap((layer, layerIndex) => layer.issues.map((issue) => ({ ...issue, layerIndex })));
  const isWhole = layerIssues.length === 0 && key !== undefined;
  const result = {
    ...catalog,
    ...(isWhole ? { identity: key } : {}),
    issues: [...layerIssues, ...squashed.issues, ...catalog.issues],
    diffIds: layers.map(({ diffId }) => diffId ?? null),
    hasContent: layers.length === 0 || layers.some((layer) => layer.entries.length > 0 || layer.issues.length === 0),
  };
  if (isWhole) await remember(key, result, options.cache, runtime);
  return result;
}

/** Without a cache where the content is not what its names say: it is read then, and the report says what is wrong. */
async function withUsableCache(image: Image, options: CatalogOptions, runtime: Runtime): Promise<CatalogOptions> {
  if (options.cache === undefined) return options;
  if (await isStoredContent(image.layers, { hashesFiles: options.hashesFiles === true }, runtime)) return options;
  const { cache: _unused, ...rest } = options;
  return rest;
}

async function readTree(
  image: Image,
  options: CatalogOptions,
  runtime: Runtime,
): Promise<{ squashed: Squashed; layers: readonly LayerIndex[] }> {
  const { selectors, inspectors } = layerDemand();
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

/** Raised when what is remembered has another shape. */
const catalogFormat = 3;

/** The layers decide everything but what depends on the day, such as a distribution's end of life. */
function cacheKey(image: Image, runtime: Runtime): string | undefined {
  const layers = image.layers.map(contentKey);
  if (layers.length === 0 || layers.includes(undefined) || image.layers.some((layer) => layer.content.kind === 'absent')) return undefined;
  return JSON.stringify(['catalog', catalogFormat, catalogKey(), runtime.now().toISOString().slice(0, 10), layers]);
}

/** Layers are remembered by the digest that names them; this image may claim other diffIDs for them, or want them verified. */
function fits({ diffIds }: ImageCatalog, { layers }: Image, { verifyDiffIds = false }: CatalogOptions): boolean {
  return layers.every(({ diffId }, at) => {
    const computed = diffIds[at] ?? undefined;
    return diffId === undefined || diffId === computed || (computed === undefined && !verifyDiffIds);
  });
}

/** Everything that kept part of the image from being scanned. */
export function issuesOf(image: Image, catalog: ImageCatalog): readonly Issue[] {
  return [...image.issues, ...catalog.issues];
}

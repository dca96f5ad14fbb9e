import { isStoredContent } from '../image/is-stored-content.ts';
import { contentKey } from '../image/layer-identity.ts';
import { type Image } from '../model/image.ts';
import { type Issue } from '../model/issue.ts';
import { type Runtime } from '../model/runtime.ts';
import { buildStamp } from './build-stamp.ts';
import { type CatalogOptions, type NewCatalog } from './catalog-anew.ts';
import { recall, remember } from './remembered.ts';

export interface ImageCatalog extends Omit<NewCatalog, 'isWhole'> {
  /** Names these packages: the same for the same layers and build on the same day; absent when a layer could not be read as it should. */
  readonly identity?: string;
}

/** An image's packages. What a cache knows of these very layers is not worked out again, and the code for it not loaded. */
export async function catalogImage(image: Image, given: CatalogOptions, runtime: Runtime): Promise<ImageCatalog> {
  const options = await withUsableCache(image, given, runtime);
  const identity = identityOf(image, runtime);
  // What is remembered has no list of files.
  const isRemembered = identity !== undefined && options.notesFacts !== true;
  const followed = options.followsEntrypoint === true ? [commandOf(image)] : [];
  const key = isRemembered ? JSON.stringify([identity, [...options.kinds].sort(), options.secretSettings, ...followed]) : undefined;
  const known = (await recall(key, options.cache)) as ImageCatalog | undefined;
  if (known !== undefined && fits(known, image, options)) return known;
  const { catalogAnew } = await import('./catalog-anew.ts');
  const { isWhole, ...found } = await catalogAnew(image, options, runtime);
  if (!isWhole || key === undefined || identity === undefined) return found;
  const result = { ...found, identity };
  await remember(key, result, options.cache, runtime);
  return result;
}

/** What of the configuration decides where the entrypoint leads. */
function commandOf({ config: { entrypoint, cmd, env, workingDirectory = '' } }: Image): unknown {
  return { entrypoint, cmd, env, workingDirectory };
}

/** Without a cache where the content is not what its names say: it is read then, and the report says what is wrong. */
async function withUsableCache(image: Image, options: CatalogOptions, runtime: Runtime): Promise<CatalogOptions> {
  if (options.cache === undefined) return options;
  if (await isStoredContent(image.layers, { hashesFiles: options.hashesFiles === true }, runtime)) return options;
  const { cache: _unused, ...rest } = options;
  return rest;
}

/** The layers decide everything but what depends on the day, such as a distribution's end of life. */
function identityOf(image: Image, runtime: Runtime): string | undefined {
  const layers = image.layers.map(contentKey);
  if (layers.length === 0 || layers.includes(undefined) || image.layers.some((layer) => layer.content.kind === 'absent')) return undefined;
  // Only a Windows image says in its configuration which release it is.
  const windows = image.platform.os === 'windows' ? [image.platform.osVersion ?? ''] : [];
  return JSON.stringify(['catalog', buildStamp, runtime.now().toISOString().slice(0, 10), layers, ...windows]);
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

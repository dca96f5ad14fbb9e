import { prepareAndCatalog } from '../catalog/prepare-and-catalog.ts';
import { openTarget } from '../image/open-target.ts';
import { readLayers } from '../image/read-layers.ts';
import { squash } from '../image/squash.ts';
import { type Image } from '../model/image.ts';
import { type LayerDemand } from '../model/layer-index.ts';
import { type Issue } from '../model/issue.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { reachImage, type Reach } from '../reach/reach-image.ts';
import { advisoryOpener } from './advisory-opener.ts';
import { isSourceTree } from './checkers.ts';
import { exportsIn } from './exports-in.ts';
import { layerDemand, layerThreadProgram } from './layer-demand.ts';
import { sniffSbom } from './open-sbom.ts';
import { scanImage } from './scan-image.ts';
import { imageOptionsOf, openCache, type ScanOptions } from './scan-target.ts';

/** A scanned image with what its entrypoint can load. */
export interface ReachedTarget {
  readonly report: ScanReport;
  readonly reach: Reach;
  /** What of its layers could not be read. */
  readonly issues: readonly Issue[];
}

/** Scans one image, and follows it from its entrypoint, or from another command. Throws TARGET_UNKNOWN for an SBOM, which has no files. */
export async function reachTarget(
  target: string,
  options: ScanOptions,
  command: readonly string[] | undefined,
  runtime: Runtime,
): Promise<ReachedTarget> {
  const { sbom, ...sniffed } = await sniffSbom(target, options.open);
  if (sbom !== undefined)
    throw new PratiqueError('TARGET_UNKNOWN', `${target} is an SBOM, which has no files`, { hint: 'give the image that it describes' });
  const demand = (): Promise<LayerDemand> => layerDemand(['vulnerability'], undefined, true);
  const images = await openTarget(target, { ...options.open, ...sniffed, ...exportsIn(openCache(options)), layerDemand: demand }, runtime);
  try {
    const [image] = images;
    if (image === undefined || images.length > 1)
      throw new PratiqueError('USAGE', `reachability is that of one image, and ${target} has ${images.length}`, {
        hint: 'choose one with --platform os/architecture',
      });
    return await reachOf(image, await demand(), options, command, runtime);
  } finally {
    await Promise.all(images.map((image) => image[Symbol.asyncDispose]()));
  }
}

async function reachOf(
  image: Image,
  demand: LayerDemand,
  options: ScanOptions,
  command: readonly string[] | undefined,
  runtime: Runtime,
): Promise<ReachedTarget> {
  const cache = openCache(options);
  const scanOptions = { ...imageOptionsOf(options, cache), kinds: ['vulnerability'] as const };
  const layers = await readLayers(image.layers, { ...scanOptions, ...demand, threadProgram: layerThreadProgram }, runtime);
  const { tree, issues } = squash(layers);
  const { catalog, ownedPaths } = await prepareAndCatalog(tree, {
    now: runtime.now(),
    isImage: !isSourceTree(image.scheme),
    platform: image.platform,
  });
  const { config } = image;
  const { packages } = catalog;
  const reach = reachImage({ tree, config, packages, ownedPaths, ...(command === undefined ? {} : { command }) });
  const report = await scanImage(image, advisoryOpener(options, runtime), scanOptions, runtime);
  await cache?.trim(runtime.now());
  return { report, reach, issues: [...layers.flatMap((layer) => layer.issues), ...issues] };
}

import { openTarget } from '../image/open-target.ts';
import { readLayers } from '../image/read-layers.ts';
import { type ImageConfig } from '../model/image.ts';
import { type LayerIndex } from '../model/layer-index.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { advisoryOpener } from './advisory-opener.ts';
import { applicableKinds, defaultKinds } from './checkers.ts';
import { exportsIn } from './exports-in.ts';
import { layerDemand, layerThreadProgram } from './layer-demand.ts';
import { sniffSbom } from './open-sbom.ts';
import { scanImage } from './scan-image.ts';
import { imageOptionsOf, openCache, type ScanOptions } from './scan-target.ts';

/** A scanned image with the indexes of its layers. */
export interface ScannedLayers {
  readonly report: ScanReport;
  readonly config: ImageConfig;
  /** Base first, with everything that was deleted and overwritten. */
  readonly layers: readonly LayerIndex[];
}

/** As `scanTarget`, for what looks into layers: one for each platform. With a cache the layers are read once. Throws TARGET_UNKNOWN for an SBOM. */
export async function layersOfTarget(target: string, options: ScanOptions, runtime: Runtime): Promise<readonly ScannedLayers[]> {
  const { kinds = defaultKinds } = options;
  const { sbom, ...sniffed } = await sniffSbom(target, options.open);
  if (sbom !== undefined)
    throw new PratiqueError('TARGET_UNKNOWN', `${target} is an SBOM, which has no layers`, { hint: 'give the image that it describes' });
  const cache = openCache(options);
  const images = await openTarget(
    target,
    {
      ...options.open,
      ...sniffed,
      ...exportsIn(cache),
      layerDemand: () => layerDemand(kinds, options.secretSettings, options.followsEntrypoint),
    },
    runtime,
  );
  const scanOptions = imageOptionsOf(options, cache);
  const scanned: ScannedLayers[] = [];
  try {
    for (const image of images) {
      const demand = await layerDemand(applicableKinds(kinds, image), options.secretSettings, options.followsEntrypoint);
      const layers = await readLayers(image.layers, { ...scanOptions, ...demand, threadProgram: layerThreadProgram }, runtime);
      const report = await scanImage(image, advisoryOpener(options, runtime), scanOptions, runtime);
      scanned.push({ report, config: image.config, layers });
    }
    await cache?.trim(runtime.now());
  } finally {
    await Promise.all(images.map((image) => image[Symbol.asyncDispose]()));
  }
  return scanned;
}

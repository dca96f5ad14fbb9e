import { LayerFetcher } from '../image/source/layer-fetcher.ts';
import { openLocatedLayers } from '../image/source/open-located-layers.ts';
import { type Digest } from '../model/digest.ts';
import { type LayerFetchOptions, type LayerLocation, type LocatedLayer } from '../model/located-layer.ts';
import { PratiqueError } from '../model/pratique-error.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { advisoryOpener } from './advisory-opener.ts';
import { scanImage } from './scan-image.ts';
import { imageOptionsOf, openCache, type ScanOptions } from './scan-target.ts';

/** Layers that somebody else named, of one image. */
export interface LayersTarget {
  readonly name: string;
  readonly digest: Digest;
  /** Base first. */
  readonly layers: readonly LocatedLayer[];
}

/**
 * As `scanTarget`, for an image that is given as the URLs of its layers. Throws LAYERS_UNREADABLE where a layer cannot be fetched, is not what its digest says, or is
 * damaged: its client cannot be shown which part of the answer is missing.
 */
export async function scanLayers(
  target: LayersTarget,
  options: ScanOptions,
  fetching: LayerFetchOptions,
  runtime: Runtime,
): Promise<ScanReport> {
  const cache = openCache(options);
  await using image = openLocatedLayers(target, fetching);
  const report = await scanImage(image, advisoryOpener(options, runtime), imageOptionsOf(options, cache), runtime);
  await cache?.trim(runtime.now());
  const fault = report.issues.find(({ code, severity }) => severity === 'error' && code.startsWith('LAYER_'));
  if (fault === undefined) return report;
  const layer = fault.layerIndex === undefined ? 'a layer' : `layer ${target.layers[fault.layerIndex]?.digest ?? fault.layerIndex}`;
  throw new PratiqueError('LAYERS_UNREADABLE', `${layer}: ${fault.message}`);
}

/** Fetches a layer to learn its digest. Throws LAYERS_UNREADABLE. */
export async function digestLayer(location: LayerLocation, fetching: LayerFetchOptions, runtime: Runtime): Promise<Digest> {
  await using fetcher = new LayerFetcher(fetching);
  return await fetcher.digestOf(location, runtime);
}
export { readLayerUri } from '../image/source/layer-fetcher.ts';

import { findBaseLayerCount } from '../match/base-layers.ts';
import { type Image } from '../model/image.ts';
import { type Runtime } from '../model/runtime.ts';
import { type Inventory } from '../sbom/inventory.ts';
import { type CatalogOptions } from './catalog-anew.ts';
import { catalogImage, issuesOf } from './catalog-image.ts';
import { describeTarget } from './describe-target.ts';

/** An inventory with what matching and the report need to know of where it came from. */
export interface TakenInventory extends Inventory {
  /** Whether anything could be read at all. */
  readonly hasContent: boolean;
  /** Names these packages among all that were ever catalogued; absent when they may not be remembered. */
  readonly identity?: string;
  /** How many layers, counted from the base, are the base image's; absent when that is not known. */
  readonly baseLayerCount?: number;
}

/** The first half of a scan: an image's layers → files → packages. */
export async function takeInventory(image: Image, options: CatalogOptions, runtime: Runtime): Promise<TakenInventory> {
  const catalog = await catalogImage(image, options, runtime);
  const baseLayerCount = findBaseLayerCount(image.config);
  return {
    target: describeTarget(image, catalog, baseLayerCount),
    packages: catalog.packages,
    issues: issuesOf(image, catalog),
    hasContent: catalog.hasContent,
    ...(catalog.identity === undefined ? {} : { identity: catalog.identity }),
    ...(baseLayerCount === undefined ? {} : { baseLayerCount }),
  };
}

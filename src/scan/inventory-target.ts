import { openTarget } from '../image/open-target.ts';
import { type Runtime } from '../model/runtime.ts';
import { exportsIn } from './exports-in.ts';
import { loadLayerDemand } from './load-layer-demand.ts';
import { sniffSbom } from './open-sbom.ts';
import { openCache, type ScanOptions } from './scan-target.ts';
import { takeInventory, type TakenInventory } from './take-inventory.ts';

export type InventoryTargetOptions = Pick<ScanOptions, 'open' | 'cacheDirectory' | 'cacheBytes' | 'threads' | 'verifyDiffIds'>;

const packagesOnly = ['vulnerability'] as const;

/** What is in a target, without asking advisories: one inventory, or one for each platform of an index. An SBOM is read as it is. */
export async function inventoryTarget(
  target: string,
  options: InventoryTargetOptions,
  runtime: Runtime,
): Promise<readonly TakenInventory[]> {
  const { sbom, ...sniffed } = await sniffSbom(target, options.open);
  if (sbom !== undefined) return [sbom];
  const cache = openCache(options);
  const open = { ...options.open, ...sniffed, ...exportsIn(cache), layerDemand: () => loadLayerDemand(packagesOnly) };
  const images = await openTarget(target, open, runtime);
  const { threads, verifyDiffIds = false } = options;
  const shared = {
    ...(cache === undefined ? {} : { cache }),
    ...(threads === undefined ? {} : { threads }),
    verifyDiffIds,
    kinds: packagesOnly,
  };
  const inventories: TakenInventory[] = [];
  try {
    for (const image of images) inventories.push(await takeInventory(image, shared, runtime));
    await cache?.trim(runtime.now());
  } finally {
    await Promise.all(images.map((image) => image[Symbol.asyncDispose]()));
  }
  return inventories;
}

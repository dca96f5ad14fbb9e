import { type Image } from '../model/image.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { type AdvisoryOpener } from './advisory-opener.ts';
import { type CatalogOptions } from './catalog-anew.ts';
import { scanInventory } from './scan-inventory.ts';
import { takeInventory } from './take-inventory.ts';

export interface ScanImageOptions extends CatalogOptions {
  /** Names or purls; when given, only these packages are matched and reported. */
  readonly onlyPackages?: readonly string[];
}

/** The pipeline: an image's layers → files → packages → candidates → findings → plan → report. */
export async function scanImage(image: Image, open: AdvisoryOpener, options: ScanImageOptions, runtime: Runtime): Promise<ScanReport> {
  const startedAt = runtime.now();
  const inventory = await takeInventory(image, options, runtime);
  return scanInventory(inventory, open, { ...options, startedAt }, runtime);
}

import { type Finding } from '../../model/finding.ts';
import { type ScanReport } from '../../model/report.ts';

/** Findings by the layer that brought their package, or that holds their file. Suppressed ones, and those of no layer, are left out. */
export function findingsByLayer({ findings, packages, target }: ScanReport): readonly (readonly Finding[])[] {
  const layerOf = new Map(packages.map(({ id, layerIndex }) => [id, layerIndex]));
  const byLayer = target.layers.map((): Finding[] => []);
  for (const finding of findings) {
    if (finding.suppression !== undefined) continue;
    const layer = finding.packageId === undefined ? undefined : layerOf.get(finding.packageId);
    byLayer[layer ?? finding.locations[0]?.layerIndex ?? -1]?.push(finding);
  }
  return byLayer;
}

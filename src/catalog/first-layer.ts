import { type CataloguedFile } from './catalog-files.ts';
import { type CataloguedPackage } from './cataloger.ts';

/**
 * The layer in which each package first appeared and stayed since, by package: the file's versions in the layers below are read with the
 * same cataloger, from the top down, for as long as they have the same package in the same version.
 */
export function findFirstLayers({ file, packages, source, below }: CataloguedFile): (found: CataloguedPackage) => number {
  if (below.length === 0) return () => file.layerIndex;
  const layers = new Map<string, number>();
  let staying = new Set(packages.map((found) => found.purl));
  for (const purl of staying) layers.set(purl, file.layerIndex);
  let last = { content: source.content, purls: staying };
  for (const version of below.toReversed()) {
    if (staying.size === 0) break;
    // A layer that only changes owners or times holds the same bytes again.
    const purls = isSame(version.content, last.content) ? last.purls : new Set(version.catalog().packages.map((found) => found.purl));
    last = { content: version.content, purls };
    staying = new Set([...staying].filter((purl) => purls.has(purl)));
    for (const purl of staying) layers.set(purl, version.layerIndex);
  }
  return (found) => layers.get(found.purl) ?? file.layerIndex;
}

/** What is not known to be the same is read. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return one instanceof Uint8Array && other instanceof Uint8Array && one.length === other.length && Buffer.compare(one, other) === 0;
}

import { type FileTree } from '../model/file-tree.ts';
import { type FileVersion } from '../model/layer-index.ts';
import { type DetectedDistribution } from '../model/report.ts';
import { type CataloguedFile } from './catalog-files.ts';
import { type CataloguedPackage } from './cataloger.ts';

/**
 * The layer in which each package first appeared and stayed since, by package: the file's versions in the layers below are read with the
 * same cataloger, from the top down, for as long as they have the same package in the same version.
 */
export function findFirstLayers(
  tree: FileTree,
  catalogued: CataloguedFile,
  distribution: DetectedDistribution | undefined,
): (found: CataloguedPackage) => number {
  const { file, packages } = catalogued;
  const below = tree.versions(file.path).filter((version) => version.layerIndex < file.layerIndex);
  if (below.length === 0) return () => file.layerIndex;
  const layers = new Map<string, number>();
  let staying = new Set(packages.map((found) => found.purl));
  for (const purl of staying) layers.set(purl, file.layerIndex);
  let last = { content: catalogued.content, purls: staying };
  for (const version of below.reverse()) {
    if (staying.size === 0) break;
    // A layer that only changes owners or times holds the same bytes again.
    const purls = isSame(version.content, last.content) ? last.purls : purlsOf(tree, catalogued, version, distribution);
    last = { content: version.content, purls };
    staying = new Set([...staying].filter((purl) => purls.has(purl)));
    for (const purl of staying) layers.set(purl, version.layerIndex);
  }
  return (found) => layers.get(found.purl) ?? file.layerIndex;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one === other || (one.length === other.length && Buffer.compare(one, other) === 0);
}

/** Its issues are those of a file that the container does not see; nobody needs them. */
function purlsOf(
  tree: FileTree,
  { cataloger }: CataloguedFile,
  { entry, content, layerIndex }: FileVersion,
  distribution: DetectedDistribution | undefined,
): Set<string> {
  const context = { tree, ...(distribution === undefined ? {} : { distribution }) };
  const { packages } = cataloger.catalog({ ...entry, layerIndex }, content, context);
  return new Set(packages.map((found) => found.purl));
}

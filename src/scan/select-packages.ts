import { type Package } from '../model/package.ts';
import { type ImageCatalog } from './catalog-image.ts';
import { type MatchCatalogInput } from './match-catalog.ts';

/** All packages, or those whose name, source name or purl was asked for; a purl may leave out its version and qualifiers. */
export function selectPackages(catalog: ImageCatalog, only: readonly string[] | undefined): MatchCatalogInput {
  const { packages, distribution, identity } = catalog;
  const shared = distribution === undefined ? {} : { distribution };
  if (only === undefined || only.length === 0) return { ...shared, packages, ...(identity === undefined ? {} : { identity }) };
  const wanted = new Set(only);
  return { ...shared, packages: packages.filter((found) => isWanted(found, wanted)) };
}

function isWanted(found: Package, wanted: ReadonlySet<string>): boolean {
  const purl = found.purl.split('?', 1)[0]!;
  const names = [found.name, found.source?.name ?? '', found.purl, purl, purl.slice(0, purl.lastIndexOf('@'))];
  return names.some((name) => wanted.has(name));
}

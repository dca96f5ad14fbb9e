import { type Package } from '../model/package.ts';

/** All, or those whose name, source name or purl was asked for; a purl may leave out its version and qualifiers. */
export function selectPackages(packages: readonly Package[], only: readonly string[] | undefined): readonly Package[] {
  if (only === undefined || only.length === 0) return packages;
  const wanted = new Set(only);
  return packages.filter((found) => {
    const purl = found.purl.split('?', 1)[0]!;
    return (
      wanted.has(found.name) ||
      wanted.has(found.source?.name ?? '') ||
      wanted.has(found.purl) ||
      wanted.has(purl) ||
      wanted.has(purl.slice(0, purl.lastIndexOf('@')))
    );
  });
}

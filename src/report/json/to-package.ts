import { type Location, type Package } from '../../model/package.ts';

export function toPackage(found: Package): unknown {
  const { source } = found;
  return {
    id: found.id,
    purl: found.purl,
    ecosystem: found.ecosystem,
    release: found.release,
    name: found.name,
    version: found.version,
    architecture: found.architecture,
    source: source === undefined ? undefined : { name: source.name, version: source.version },
    evidence: found.evidence,
    layerIndex: found.layerIndex,
    locations: found.locations.map(toLocation),
    licenses: found.licenses,
    dependencies: found.dependencies,
    ownedBy: found.ownedBy,
    parent: found.parent,
    isOwn: found.isOwn,
    isDirect: found.isDirect,
    isDevelopment: found.isDevelopment,
    supplier: found.supplier,
    module: found.module,
    candidates: found.candidates?.map(({ by, name, version }) => ({ by, name, version })),
  };
}

export function toLocation({ path, layerIndex }: Location): { readonly path: string; readonly layerIndex: number } {
  return { path, layerIndex };
}

import { type AffectedSymbols } from '../model/advisory.ts';
import { type FileTree } from '../model/file-tree.ts';
import { type ImageConfig } from '../model/image.ts';
import { type LayerDemand } from '../model/layer-index.ts';
import { type Package } from '../model/package.ts';
import { type ImageReach, type PackageReach } from '../model/reach.ts';
import { reachDemand, reachImage } from '../reach/reach-image.ts';

/** What the entrypoint can load, as findings and the report need it. */
export interface ReachedPackages {
  readonly image: ImageReach;
  /** By package id. */
  readonly packages: ReadonlyMap<string, PackageReach>;
  /** As `Reach.hasFunctions`. */
  readonly hasFunctions: (id: string, affected: readonly AffectedSymbols[]) => boolean | undefined;
}

/** One more question to each layer, in the same pass over it. */
export function withReach({ selectors, inspectors }: LayerDemand): LayerDemand {
  return { selectors: [...selectors, ...reachDemand.selectors], inspectors: [...inspectors, ...reachDemand.inspectors] };
}

/** Follows the entrypoint of an image, for its findings. */
export function reachPackages(
  tree: FileTree,
  config: ImageConfig,
  found: { readonly packages: readonly Package[]; readonly ownedPaths: (id: string) => Iterable<string> },
): ReachedPackages {
  const { packages, hasFunctions, files: _unused, ...image } = reachImage({ tree, config, ...found });
  return { image, packages, hasFunctions };
}

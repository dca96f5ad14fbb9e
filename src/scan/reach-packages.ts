import { type FileTree } from '../model/file-tree.ts';
import { type ImageConfig } from '../model/image.ts';
import { type LayerDemand } from '../model/layer-index.ts';
import { type Package } from '../model/package.ts';
import { type ImageReach, type PackageReach } from '../model/reach.ts';
import { type GoNames } from '../reach/facts/go-functions.ts';
import { reachDemand, reachImage } from '../reach/reach-image.ts';

/** What the entrypoint can load, as findings and the report need it. Plain data: it can be kept as JSON. */
export interface ReachedPackages {
  readonly image: ImageReach;
  /** By package id. */
  readonly packages: readonly (readonly [string, PackageReach])[];
  /** Programs in Go, each once, and by package id which of them it is part of. */
  readonly goPrograms: readonly GoNames[];
  readonly goProgramsOf: readonly (readonly [string, readonly number[]])[];
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
  const { packages, goNames, files: _unused, ...image } = reachImage({ tree, config, ...found });
  const goPrograms = [...new Set([...goNames.values()].flat())];
  const goProgramsOf = [...goNames].map(([id, names]) => [id, names.map((one) => goPrograms.indexOf(one))] as const);
  return { image, packages: [...packages], goPrograms, goProgramsOf };
}

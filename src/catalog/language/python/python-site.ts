import { type FileTree } from '../../../model/file-tree.ts';
import { normalizePythonName } from './python-name.ts';

/**
 * The directory that a package is installed in (`usr/lib/python3/dist-packages`, or the `_vendor` of another package), without a slash at its end, and
 * the names of its metadata. `undefined` for a path that is no package's metadata.
 */
export interface MetadataPlace {
  readonly site: string;
  /** By the name of the file or folder, normalised; the metadata itself is the authority. */
  readonly name: string;
}

/** Recording installed projects (PEP 376, PEP 627), and setuptools' egg formats. */
export function metadataPlaceOf(path: string): MetadataPlace | undefined {
  const match = /^(?:(.*)\/)?([^/]+?)(?:\.dist-info\/METADATA|\.egg-info\/PKG-INFO|\.egg-info|\.egg\/EGG-INFO\/PKG-INFO)$/.exec(path);
  if (match === null) return undefined;
  const [, site = '', stem = ''] = match;
  // A wheel's folder is `name-version`, an egg's `name-version-py3.11`; neither part has a hyphen of its own.
  return { site, name: normalizePythonName(stem.split('-')[0] ?? stem) };
}

/** Whether a file is where pip (`site-packages`) or a distribution (`dist-packages`) installs Python packages. */
export function isInPythonSite(path: string): boolean {
  return /(?:^|\/)(?:site|dist)-packages\//.test(path);
}

/** The path of a package's metadata: in the same site, otherwise in the only other place that has it. */
export function findMetadata(tree: FileTree, site: string, name: string): string | undefined {
  const places = indexOf(tree).placesByName.get(name);
  if (places === undefined) return undefined;
  return places.find((place) => place.site === site)?.path ?? (places.length === 1 ? places[0]?.path : undefined);
}

/** Whether a site has the module: a folder, a source, or a compiled file. */
export function hasModule(tree: FileTree, site: string, module: string): boolean {
  const path = site === '' ? module : `${site}/${module}`;
  return tree.get(path) !== undefined || indexOf(tree).modules.has(path);
}

interface SiteIndex {
  readonly placesByName: ReadonlyMap<string, readonly (MetadataPlace & { readonly path: string })[]>;
  /** Paths of files of code, up to the first dot of their names: `_cffi_backend.cpython-311-x86_64-linux-gnu.so` is `_cffi_backend`. */
  readonly modules: ReadonlySet<string>;
}

const remembered = new WeakMap<FileTree, SiteIndex>();

/** One pass over the tree, remembered with it. */
function indexOf(tree: FileTree): SiteIndex {
  const known = remembered.get(tree);
  if (known !== undefined) return known;
  const placesByName = new Map<string, (MetadataPlace & { readonly path: string })[]>();
  const modules = new Set<string>();
  for (const { path, type } of tree.files()) {
    if (type === 'directory') continue;
    if (/\.(?:py|pyc|so|pyd)$/.test(path)) modules.add(path.slice(0, path.indexOf('.', path.lastIndexOf('/') + 1)));
    else if (/(?:METADATA|PKG-INFO|\.egg-info)$/.test(path)) {
      const place = metadataPlaceOf(path);
      if (place === undefined) continue;
      const places = placesByName.get(place.name);
      if (places === undefined) placesByName.set(place.name, [{ ...place, path }]);
      else places.push({ ...place, path });
    }
  }
  for (const places of placesByName.values()) places.sort((a, b) => (a.path < b.path ? -1 : 1));
  const index = { placesByName, modules };
  remembered.set(tree, index);
  return index;
}

import { type FileSelector } from '../../../model/file-selector.ts';
import { type FileTree } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { rememberByTree } from '../../remember-by-tree.ts';
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

/** All that {@link metadataPlaceOf} knows. */
export const metadataFiles: FileSelector = {
  suffixes: ['.egg-info'],
  inFolders: [
    { folder: '*.dist-info', file: 'METADATA' },
    { folder: '*.egg-info', file: 'PKG-INFO' },
    { folder: 'EGG-INFO', file: 'PKG-INFO' },
  ],
  maxBytes: limits.packageManifestBytes,
};

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
  const places = placesIn(tree).get(name);
  if (places === undefined) return undefined;
  return places.find((place) => place.site === site)?.path ?? (places.length === 1 ? places[0]?.path : undefined);
}

/** Whether a site has the module: a folder, a source, or a compiled file. */
export function hasModule(tree: FileTree, site: string, module: string): boolean {
  const path = site === '' ? module : `${site}/${module}`;
  const directory = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  return tree.get(path) !== undefined || modulesIn(tree, directory).has(path.slice(path.lastIndexOf('/') + 1));
}

/** By the name of the package, in order of their paths. */
const placesIn = rememberByTree((tree) => {
  const found = new Map<string, (MetadataPlace & { readonly path: string })[]>();
  for (const { path } of tree.find(metadataFiles)) {
    const place = metadataPlaceOf(path);
    if (place === undefined) continue;
    const places = found.get(place.name);
    if (places === undefined) found.set(place.name, [{ ...place, path }]);
    else places.push({ ...place, path });
  }
  for (const places of found.values()) places.sort((a, b) => (a.path < b.path ? -1 : 1));
  return found;
});

/** Files of code directly in a directory, by their names up to the first dot: `_cffi_backend.cpython-311-x86_64-linux-gnu.so` is `_cffi_backend`. */
function modulesIn(tree: FileTree, directory: string): ReadonlySet<string> {
  const known = modulesByDirectory(tree).get(directory);
  if (known !== undefined) return known;
  const modules = new Set<string>();
  for (const [name, { type }] of tree.list(directory))
    if (type !== 'directory' && /\.(?:py|pyc|so|pyd)$/.test(name)) modules.add(name.slice(0, name.indexOf('.')));
  modulesByDirectory(tree).set(directory, modules);
  return modules;
}

const modulesByDirectory = rememberByTree(() => new Map<string, ReadonlySet<string>>());

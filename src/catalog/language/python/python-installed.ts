import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type CataloguedPackage, type FileCataloger } from '../../cataloger.ts';
import { languageIssue } from '../catalog-lock.ts';
import { makeLanguagePackage } from '../language-package.ts';
import { parseCoreMetadata, type CoreMetadata } from './core-metadata.ts';
import { isPythonName, normalizePythonName } from './python-name.ts';
import { findMetadata, hasModule, metadataFiles, metadataPlaceOf, type MetadataPlace } from './python-site.ts';
import { isExtra, parseRequirement } from './requirement.ts';

/**
 * Installed Python packages, by the metadata that pip, setuptools and others leave beside the code: `*.dist-info/METADATA`, `*.egg-info` (a folder, or
 * a file of distutils) and unzipped eggs. packaging.python.org, "Recording installed projects".
 */
export const pythonInstalled: FileCataloger = {
  id: 'python-installed',
  evidence: 'file',
  ecosystems: ['pypi'],
  details: ['dependencies', 'licenses'],
  files: metadataFiles,
  companions: [
    {
      inFolders: [
        { folder: '*.dist-info', file: 'top_level.txt' },
        { folder: '*.egg-info', file: 'top_level.txt' },
        { folder: 'EGG-INFO', file: 'top_level.txt' },
      ],
      maxBytes: limits.packageManifestBytes,
    },
  ],
  catalog: catalogPythonInstalled,
};

function catalogPythonInstalled(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  const place = metadataPlaceOf(file.path);
  if (place === undefined) return { packages: [], issues: [] };
  const metadata = parseCoreMetadata(content);
  if (metadata.name === undefined) return unreadable(file, 'has no name');
  if (!isPythonName(metadata.name)) return unreadable(file, 'has a name that PyPI does not allow');
  const found: CataloguedPackage = {
    ...makeLanguagePackage('pypi', recordOf(metadata.name, metadata), file),
    ...evidenceOf(tree, file.path, place),
    ...(metadata.requires.length === 0
      ? {}
      : { resolveDependencies: (idAt: IdAt) => resolveDependencies(tree, place.site, metadata.requires, idAt) }),
  };
  return { packages: [found], issues: [] };
}

type IdAt = (path: string) => string | undefined;

function recordOf(name: string, { version, licenses }: CoreMetadata): Parameters<typeof makeLanguagePackage>[1] {
  return { name: normalizePythonName(name), licenses, ...(version === undefined ? {} : { version }) };
}

function unreadable(file: TreeEntry, problem: string): Catalogued {
  return { packages: [], issues: [languageIssue('MANIFEST_UNREADABLE', 'pypi', pythonInstalled.id, file, problem)] };
}

/** What another package carries in its `_vendor` is a part of that package; metadata whose modules are all gone is an orphan. */
function evidenceOf(tree: FileTree, path: string, { site }: MetadataPlace): Pick<CataloguedPackage, 'evidence' | 'parent'> {
  if (isWithoutModules(tree, path, site)) return { evidence: 'orphan' };
  const vendor = /^(.*)\/([^/]+)\/_vendor$/.exec(site);
  if (vendor === null) return {};
  const [, outerSite = '', carrier = ''] = vendor;
  const parentPath = findMetadata(tree, outerSite, normalizePythonName(carrier));
  const parent = parentPath === undefined ? undefined : idOf(tree, parentPath);
  return { evidence: 'vendored', ...(parent === undefined ? {} : { parent }) };
}

/** `top_level.txt` names the modules that setuptools installed; what has none is not judged. */
function isWithoutModules(tree: FileTree, path: string, site: string): boolean {
  if (!path.includes('/')) return false;
  const list = tree.get(path.replace(/[^/]*$/, 'top_level.txt'));
  const content = list === undefined ? undefined : tree.read(list);
  if (content === undefined) return false;
  const modules = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    .toString('utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return modules.length > 0 && !modules.some((name) => hasModule(tree, site, name));
}

function idOf(tree: FileTree, path: string): string | undefined {
  const entry = tree.get(path);
  const content = entry === undefined ? undefined : tree.read(entry);
  if (entry === undefined || content === undefined) return undefined;
  const metadata = parseCoreMetadata(content);
  if (metadata.name === undefined || !isPythonName(metadata.name)) return undefined;
  return makeLanguagePackage('pypi', recordOf(metadata.name, metadata), entry).id;
}

function resolveDependencies(tree: FileTree, site: string, requires: readonly string[], idAt: IdAt): readonly string[] {
  const ids = new Set<string>();
  for (const text of requires) {
    const requirement = parseRequirement(text);
    if (requirement === undefined || isExtra(requirement)) continue;
    const path = findMetadata(tree, site, requirement.name);
    const id = path === undefined ? undefined : idAt(path);
    if (id !== undefined) ids.add(id);
  }
  return [...ids];
}

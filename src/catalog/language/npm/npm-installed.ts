import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { makeIssue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { packageId } from '../../../model/package.ts';
import { type FileCataloger, type CatalogContext, type Catalogued, type CataloguedPackage } from '../../cataloger.ts';
import { hasEntryPoint, isKnownApplication } from './npm-application.ts';
import { hasCode } from './npm-code.ts';
import { enclosingFolder, npmFolderAround, npmFolderOf, resolutionPaths, type NpmFolder } from './npm-folder.ts';
import { parseNpmManifest, type NpmManifest } from './npm-manifest.ts';
import { isNpmName } from './npm-name.ts';
import { makeNpmPackage, npmPurl } from './npm-package.ts';

/**
 * Installed npm packages, by their package.json: below node_modules, in Debian's directories, unpacked releases such as
 * `opt/yarn-v1.22.22`, and applications that are published under their own name. Any other application's package.json is no package: its
 * name may be that of a stranger's package (of malware, too). Neither are a package's test fixtures and format stubs (`dist/esm/package.json`).
 */
export const npmInstalled: FileCataloger = {
  id: 'npm-installed',
  evidence: 'file',
  ecosystems: ['npm'],
  details: ['dependencies', 'licenses'],
  files: { names: ['package.json'], maxBytes: limits.packageManifestBytes },
  catalog: catalogNpmInstalled,
};

const nothing: Catalogued = { packages: [], issues: [] };

function catalogNpmInstalled(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  const place = npmFolderOf(file.path);
  // Of the many manifests inside of packages few are worth a look.
  if (place === undefined && npmFolderAround(file.path) !== undefined && !mayBeRelease(file.path)) return nothing;
  const manifest = parseNpmManifest(content);
  if (manifest === undefined) return place === undefined ? nothing : unreadable(file, 'is not a JSON object');
  const { name } = manifest;
  if (name === undefined) return nothing;
  if (!isNpmName(name)) return place === undefined ? nothing : unreadable(file, 'has a name that npm does not allow');
  const made = makeNpmPackage({ ...manifest, name }, file);
  if (place === undefined) {
    const isApplication = isKnownApplication(name) && manifest.version !== undefined && hasEntryPoint(file.path, content, tree);
    return isApplication || isUnpackedRelease(file.path, manifest) ? { packages: [made], issues: [] } : nothing;
  }
  const found: CataloguedPackage = {
    ...made,
    ...evidenceOf(tree, place),
    ...(manifest.dependencies.length === 0
      ? {}
      : { resolveDependencies: (idAt: IdAt) => resolve(tree, place.folder, manifest.dependencies, idAt) }),
  };
  return { packages: [found], issues: [] };
}

function unreadable({ path, layerIndex }: TreeEntry, problem: string): Catalogued {
  const message = `${path} ${problem}`;
  return { packages: [], issues: [makeIssue('MANIFEST_UNREADABLE', npmInstalled.id, message, { path, layerIndex, contentKind: 'npm' })] };
}

/** A folder named `name-version` or `name-vversion`; this looks only for the digit, so that few manifests are parsed for it. */
function mayBeRelease(path: string): boolean {
  const end = path.lastIndexOf('/');
  const folder = path.slice(path.lastIndexOf('/', end - 1) + 1, Math.max(end, 0));
  return /-v?\d/.test(folder);
}

/** `opt/yarn-v1.22.22/package.json`: the folder is named after what it holds. */
export function isUnpackedRelease(path: string, { name, version }: NpmManifest): boolean {
  if (name === undefined || version === undefined) return false;
  const bare = name.slice(name.indexOf('/') + 1);
  return [`${bare}-${version}`, `${bare}-v${version}`].some(
    (folder) => path.endsWith(`/${folder}/package.json`) || path === `${folder}/package.json`,
  );
}

/** Metadata without code is an orphan; what a package brings along in its own node_modules is its part. */
function evidenceOf(tree: FileTree, place: NpmFolder): Pick<CataloguedPackage, 'evidence' | 'parent'> {
  if (!hasCode(tree, place.folder)) return { evidence: 'orphan' };
  const parent = bundlingParent(tree, place);
  return parent === undefined ? {} : { evidence: 'vendored', parent };
}

function bundlingParent(tree: FileTree, { container }: NpmFolder): string | undefined {
  const folder = enclosingFolder(container);
  const path = folder === undefined ? undefined : `${folder}/package.json`;
  if (path === undefined || npmFolderOf(path) === undefined) return undefined;
  const entry = tree.get(path);
  const content = entry === undefined ? undefined : tree.read(entry);
  const manifest = content === undefined ? undefined : parseNpmManifest(content);
  if (manifest?.name === undefined || !manifest.isBundling) return undefined;
  return packageId(npmPurl(manifest.name, manifest.version), path);
}

type IdAt = (path: string) => string | undefined;

function resolve(tree: FileTree, folder: string, names: readonly string[], idAt: IdAt): readonly string[] {
  // pnpm's store has links where npm has folders.
  const isLinked = folder.includes('/.pnpm/');
  const ids: string[] = [];
  for (const name of names) {
    for (const path of resolutionPaths(folder, name)) {
      const id = idAt(path) ?? (isLinked ? idAt(tree.get(path)?.path ?? path) : undefined);
      if (id === undefined) continue;
      ids.push(id);
      break;
    }
  }
  return ids;
}

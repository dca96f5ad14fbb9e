import { ecosystemsOfManager } from '../../../model/ecosystem.ts';
import { packageManagers } from '../../../model/package-managers.ts';
import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { limits } from '../../../model/limits.ts';
import { type CatalogContext, type Catalogued, type FileCataloger } from '../../cataloger.ts';
import { rememberByTree } from '../../remember-by-tree.ts';
import { decodeText } from '../decode-text.ts';
import { osPackageMaker } from '../os-package.ts';
import { RecordIssues } from '../record-issues.ts';

const [database] = packageManagers.pacman.databaseDirectories;

/** pacman's database: a folder for each package, with `desc` and `files`; alpm-db-desc(5) and alpm-db-files(5). */
export const pacmanLocal: FileCataloger = {
  id: 'pacman-local',
  evidence: 'installed',
  ecosystems: ecosystemsOfManager('pacman'),
  details: ['dependencies', 'files', 'licenses'],
  files: { inFolders: [{ under: database, folder: '*', file: 'desc' }], maxBytes: limits.packageManifestBytes },
  companions: [{ inFolders: [{ under: database, folder: '*', file: 'files' }], maxBytes: limits.keptFileBytes }],
  catalog: catalogPacmanLocal,
};

function catalogPacmanLocal(file: TreeEntry, content: Uint8Array, { tree, distribution }: CatalogContext): Catalogued {
  const issues = new RecordIssues(pacmanLocal.id, file);
  const fields = readFields(content);
  const { name, version, base } = { name: first(fields, 'NAME'), version: first(fields, 'VERSION'), base: first(fields, 'BASE') };
  if (name === undefined) {
    issues.add('the record names no package');
    return { packages: [], issues: issues.list() };
  }
  if (version === undefined) issues.add(`${name} has no version`);
  const architecture = first(fields, 'ARCH');
  const made = osPackageMaker('pacman', file, distribution).make({
    name,
    ...(version === undefined ? {} : { version, source: { name: base ?? name, version } }),
    ...(architecture === undefined ? {} : { architecture }),
    licenses: fields.get('LICENSE') ?? [],
  });
  const needed = fields.get('DEPENDS') ?? [];
  return {
    packages: [
      {
        ...made,
        ownedPaths: () => ownedPaths(tree, file),
        resolveDependencies: (idAt) => resolve(tree, needed, idAt).filter((id) => id !== made.id),
      },
    ],
    issues: issues.list(),
  };
}

/** `%NAME%` lines, each with the lines of its value below it up to a blank one. Never throws; what belongs to no field is passed over. */
function readFields(content: Uint8Array): ReadonlyMap<string, readonly string[]> {
  const fields = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const line of decodeText(Buffer.from(content.buffer, content.byteOffset, content.byteLength)).split('\n')) {
    const text = line.trim();
    if (/^%[A-Z0-9]+%$/.test(text)) fields.set(text.slice(1, -1), (values = []));
    else if (text === '') values = undefined;
    else values?.push(text);
  }
  return fields;
}

function first(fields: ReadonlyMap<string, readonly string[]>, name: string): string | undefined {
  return fields.get(name)?.[0];
}

/** Directories end with a slash and are left out. */
function* ownedPaths(tree: FileTree, { path, layerIndex }: TreeEntry): Iterable<string> {
  const entry = tree.get(`${path.slice(0, -'desc'.length)}files`);
  const content = entry === undefined || entry.layerIndex < layerIndex ? undefined : tree.read(entry);
  for (const owned of content === undefined ? [] : (readFields(content).get('FILES') ?? [])) if (!owned.endsWith('/')) yield owned;
}

function resolve(tree: FileTree, needed: readonly string[], idAt: (path: string) => string | undefined): readonly string[] {
  const ids = new Set<string>();
  for (const dependency of needed) {
    const path = providersOf(tree).get(nameOf(dependency));
    const id = path === undefined ? undefined : idAt(path);
    if (id !== undefined) ids.add(id);
  }
  return [...ids];
}

/** Paths of `desc` files by the names of their packages and by what these provide, such as `sh` and `libz.so`. */
const providersOf = rememberByTree((tree): ReadonlyMap<string, string> => {
  const provided: (readonly [name: string, path: string])[] = [];
  const providers = new Map<string, string>();
  for (const entry of tree.find(pacmanLocal.files)) {
    const content = tree.read(entry);
    if (content === undefined) continue;
    const fields = readFields(content);
    for (const name of fields.get('NAME') ?? []) providers.set(name, entry.path);
    for (const name of fields.get('PROVIDES') ?? []) provided.push([nameOf(name), entry.path]);
  }
  for (const [name, path] of provided) if (!providers.has(name)) providers.set(name, path);
  return providers;
});

/** `glibc>=2.36` and `libz.so=1-64` without their versions. */
function nameOf(dependency: string): string {
  const end = dependency.search(/[<>=]/);
  return end === -1 ? dependency : dependency.slice(0, end);
}

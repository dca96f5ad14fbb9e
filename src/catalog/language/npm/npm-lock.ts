import { type FileTree, type TreeEntry } from '../../../model/file-tree.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { type FileCataloger, type CatalogContext, type Catalogued, type CataloguedPackage } from '../../cataloger.ts';
import { npmFolderAround, resolutionPaths } from './npm-folder.ts';
import { parseJsonObject } from '../json-object.ts';
import { parseNpmLock, type NpmLockRecord } from './npm-lock-records.ts';
import { makeLanguagePackage } from '../language-package.ts';
import { makeNpmPackage } from './npm-package.ts';

const lockNames = ['npm-shrinkwrap.json', 'package-lock.json'];
/** What npm 7 and later leave in node_modules about what they installed there. */
const hiddenLockName = '.package-lock.json';

/** npm's lock files, versions 1 to 3: docs.npmjs.com, package-lock.json. */
export const npmLock: FileCataloger = {
  id: 'npm-lock',
  evidence: 'declared',
  ecosystems: ['npm'],
  details: ['dependencies', 'development', 'licenses'],
  files: { names: [...lockNames, hiddenLockName], maxBytes: limits.lockfileBytes },
  catalog: catalogNpmLock,
};

function catalogNpmLock(file: TreeEntry, content: Uint8Array, { tree }: CatalogContext): Catalogued {
  const directory = projectDirectory(file.path);
  if (directory === undefined || isOverruled(file.path, directory, tree)) return { packages: [], issues: [] };
  const lock = parseJsonObject(content);
  if (lock === undefined) return { packages: [], issues: [lockIssue(file, 'is not a JSON object')] };
  const { records, problems } = parseNpmLock(lock);
  return { packages: makePackages(records, directory, file), issues: problems.map((problem) => lockIssue(file, problem)) };
}

/** With a slash at its end, or empty. `undefined` for a lock file that some package was published with: npm does not read it. */
function projectDirectory(path: string): string | undefined {
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  const isHidden = path.endsWith(hiddenLockName);
  if (!isHidden) return npmFolderAround(path) === undefined ? directory : undefined;
  if (!directory.endsWith('node_modules/')) return undefined;
  const project = directory.slice(0, -'node_modules/'.length);
  return npmFolderAround(project) === undefined ? project : undefined;
}

/** npm reads npm-shrinkwrap.json before package-lock.json; either says more than the hidden one. */
function isOverruled(path: string, directory: string, tree: FileTree): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const better = name === hiddenLockName ? lockNames : lockNames.slice(0, lockNames.indexOf(name));
  return better.some((other) => tree.get(directory + other)?.type === 'file');
}

function lockIssue({ path, layerIndex }: TreeEntry, problem: string): Issue {
  return makeIssue('LOCKFILE_UNREADABLE', npmLock.id, `${path} ${problem}`, { path, layerIndex, contentKind: 'npm' });
}

/** One package for each name and version, however often it would be installed. */
function makePackages(records: readonly NpmLockRecord[], directory: string, file: TreeEntry): readonly CataloguedPackage[] {
  const made = records.map((record) => (record.isOwn === true ? makeLanguagePackage('npm', record, file) : makeNpmPackage(record, file)));
  const idByPlace = new Map(records.map((record, index) => [record.place, made[index]!.id]));
  const direct = findDirect(records, idByPlace);
  const merged = new Map<string, Merged>();
  for (const [index, record] of records.entries()) {
    const found = made[index]!;
    const entry = merged.get(found.id) ?? { found, isDevelopment: true, dependencies: new Set<string>(), corroboratedBy: [] };
    merged.set(found.id, entry);
    entry.isDevelopment &&= record.isDevelopment;
    // The project's own package.json is not a package, so nothing could prove the record.
    if (record.isOwn !== true) entry.corroboratedBy.push(`${directory}${record.place}/package.json`);
    for (const name of record.dependencies) {
      const id = resolve(record.place, name, idByPlace);
      if (id !== undefined && id !== found.id) entry.dependencies.add(id);
    }
  }
  return [...merged.values()].map(({ found, isDevelopment, dependencies, corroboratedBy }) => ({
    ...found,
    ...(direct === undefined || found.isOwn === true ? {} : { isDirect: direct.has(found.id) }),
    ...(isDevelopment ? { isDevelopment } : {}),
    dependencies: [...dependencies],
    corroboratedBy,
  }));
}

/** IDs of what the project or a workspace asks for itself; `undefined` where the lock file does not say (version 1). */
function findDirect(records: readonly NpmLockRecord[], idByPlace: ReadonlyMap<string, string>): ReadonlySet<string> | undefined {
  const own = records.filter(({ isOwn, dependencies }) => isOwn === true && dependencies.length > 0);
  if (own.length === 0) return undefined;
  return new Set(own.flatMap(({ place, dependencies }) => dependencies.flatMap((name) => resolve(place, name, idByPlace) ?? [])));
}

interface Merged {
  readonly found: CataloguedPackage;
  isDevelopment: boolean;
  readonly dependencies: Set<string>;
  readonly corroboratedBy: string[];
}

function resolve(place: string, name: string, idByPlace: ReadonlyMap<string, string>): string | undefined {
  for (const path of resolutionPaths(place, name)) {
    const id = idByPlace.get(path.slice(0, -'/package.json'.length));
    if (id !== undefined) return id;
  }
  return undefined;
}

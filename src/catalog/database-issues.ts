import { ecosystem, packageManagerOf } from '../model/ecosystem.ts';
import { packageManagerIds, packageManagers, type PackageManagerId } from '../model/package-managers.ts';
import { type FileTree } from '../model/file-tree.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type DetectedDistribution } from '../model/report.ts';
import { type CataloguedFile } from './catalog-files.ts';

const origin = 'catalog';

/** What the databases and the distribution say about each other; a database that is gone or empty is never a clean zero. */
export function judgeDatabases(
  tree: FileTree,
  files: readonly CataloguedFile[],
  issues: readonly Issue[],
  distribution: DetectedDistribution | undefined,
): readonly Issue[] {
  const pathByManager = findDatabases(files);
  const row = distribution?.ecosystem === undefined ? undefined : ecosystem(distribution.ecosystem).distribution;
  const expected =
    row?.otherPackageManager !== undefined && pathByManager.has(row.otherPackageManager) ? row.otherPackageManager : row?.packageManager;
  if (distribution === undefined || expected === undefined) {
    const removed = pathByManager.size > 0 ? [] : packageManagerIds.flatMap((manager) => findRemoved(tree, manager));
    return [...removed, ...(distribution === undefined ? [...pathByManager.values()].map(withoutDistribution) : [])];
  }
  const missing = pathByManager.has(expected) ? [] : findMissing(tree, expected, issues, distribution);
  const others = [...pathByManager].filter(([manager]) => manager !== expected);
  return [...missing, ...others.map(([manager, path]) => conflict(manager, path, distribution))];
}

/** By package manager, the first of its databases that lists packages. */
function findDatabases(files: readonly CataloguedFile[]): ReadonlyMap<PackageManagerId, string> {
  const paths = new Map<PackageManagerId, string>();
  for (const { file, packages } of files) {
    // A program that names its package is no database.
    const listed = packages.find(({ isOwnersOwn }) => isOwnersOwn !== true);
    const manager = listed === undefined ? undefined : packageManagerOf(listed.ecosystem);
    if (manager !== undefined && !paths.has(manager)) paths.set(manager, file.path);
  }
  return new Map([...paths].sort(([a], [b]) => packageManagerIds.indexOf(a) - packageManagerIds.indexOf(b)));
}

function findMissing(
  tree: FileTree,
  manager: PackageManagerId,
  issues: readonly Issue[],
  distribution: DetectedDistribution,
): readonly Issue[] {
  const { databaseFiles, databaseDirectories } = packageManagers[manager];
  const visible = [...databaseFiles, ...databaseDirectories].find((path) => tree.get(path) !== undefined);
  if (visible !== undefined) {
    const isKnown = issues.some(({ code, path = '' }) => code === 'PACKAGE_DATABASE_UNREADABLE' && `${path}/`.startsWith(`${visible}/`));
    return isKnown
      ? []
      : [makeIssue('PACKAGE_DATABASE_UNREADABLE', origin, describeEmpty(tree, visible, databaseFiles), { path: visible })];
  }
  const removed = findRemoved(tree, manager);
  if (removed.length > 0) return removed;
  const name = distribution.prettyName ?? distribution.id;
  return [makeIssue('PACKAGE_DATABASE_UNREADABLE', origin, `${name} keeps its packages in a ${manager} database, but the image has none`)];
}

function describeEmpty(tree: FileTree, path: string, databaseFiles: readonly string[]): string {
  const entry = tree.get(path);
  if (entry?.type === 'directory' && databaseFiles.includes(path)) return `${path} is a directory instead of a package database`;
  return entry?.type === 'file' && entry.size === 0 ? `${path} is empty` : `${path} lists no packages`;
}

/** Databases that a lower layer has and the container does not see. */
function findRemoved(tree: FileTree, manager: PackageManagerId): readonly Issue[] {
  const { databaseFiles, databaseDirectories } = packageManagers[manager];
  const places = [
    ...databaseFiles.map((path) => ({ path, versions: tree.versions(path) })),
    ...databaseDirectories.map((path) => ({ path, versions: tree.versionsBelow(path) })),
  ];
  for (const { path, versions } of places) {
    const last = versions.findLast(({ content }) => content.length > 0);
    if (last === undefined || tree.get(path) !== undefined) continue;
    const message = `${path} of layer ${last.layerIndex} was removed by a later layer; its packages may still be there`;
    return [makeIssue('PACKAGE_DATABASE_REMOVED', origin, message, { path })];
  }
  return [];
}

function withoutDistribution(path: string): Issue {
  return makeIssue('DISTRIBUTION_UNKNOWN', origin, `${path} lists packages, but no file names their distribution`, { path });
}

function conflict(manager: PackageManagerId, path: string, distribution: DetectedDistribution): Issue {
  const message = `${distribution.path} says ${distribution.id}, but ${path} lists ${manager} packages, which have no advisories there`;
  return makeIssue('DISTRIBUTION_CONFLICT', origin, message, { path });
}

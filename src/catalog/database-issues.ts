import { ecosystem } from '../model/ecosystem.ts';
import { type FileTree } from '../model/file-tree.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { type DetectedDistribution } from '../model/report.ts';
import { type CataloguedFile } from './catalog-files.ts';
import { type FileCataloger } from './cataloger.ts';
import { apkInstalled } from './os/apk-installed.ts';
import { dpkgStatus } from './os/dpkg-status.ts';
import { type PackageManager } from './os/os-package.ts';
import { rpmDatabase } from './os/rpm-database.ts';

const databaseCatalogers: Readonly<Record<PackageManager, FileCataloger>> = { apk: apkInstalled, dpkg: dpkgStatus, rpm: rpmDatabase };

const packageManagers = Object.keys(databaseCatalogers) as readonly PackageManager[];
const origin = 'catalog';

/** What the databases and the distribution say about each other; a database that is gone or empty is never a clean zero. */
export function judgeDatabases(
  tree: FileTree,
  files: readonly CataloguedFile[],
  issues: readonly Issue[],
  distribution: DetectedDistribution | undefined,
): readonly Issue[] {
  const found = packageManagers.filter((manager) => hasPackages(files, manager));
  const expected = distribution?.ecosystem === undefined ? undefined : ecosystem(distribution.ecosystem).distribution?.packageManager;
  if (distribution === undefined || expected === undefined) {
    const gone = found.length > 0 ? [] : packageManagers.flatMap((manager) => findRemoved(tree, manager));
    return [...gone, ...(distribution === undefined ? withoutDistribution(files, found) : [])];
  }
  const missing = found.includes(expected) ? [] : findMissing(tree, expected, issues, distribution);
  const others = found.filter((manager) => manager !== expected);
  return [...missing, ...others.map((manager) => conflict(files, manager, distribution))];
}

function hasPackages(files: readonly CataloguedFile[], manager: PackageManager): boolean {
  return files.some(({ cataloger, packages }) => cataloger === databaseCatalogers[manager] && packages.length > 0);
}

function findMissing(
  tree: FileTree,
  manager: PackageManager,
  issues: readonly Issue[],
  distribution: DetectedDistribution,
): readonly Issue[] {
  const paths = databaseCatalogers[manager].files.paths ?? [];
  const visible = paths.find((path) => tree.get(path) !== undefined);
  if (visible !== undefined) {
    const isTold = issues.some((issue) => issue.path === visible && issue.code === 'DATABASE_UNREADABLE');
    return isTold ? [] : [makeIssue('DATABASE_UNREADABLE', origin, describeEmpty(tree, visible), { path: visible })];
  }
  const removed = findRemoved(tree, manager);
  if (removed.length > 0) return removed;
  const name = distribution.prettyName ?? distribution.id;
  return [makeIssue('DATABASE_UNREADABLE', origin, `${name} keeps its packages in a ${manager} database, but the image has none`)];
}

function describeEmpty(tree: FileTree, path: string): string {
  const entry = tree.get(path);
  if (entry?.type === 'directory') return `${path} is a directory instead of a package database`;
  return entry?.size === 0 ? `${path} is empty` : `${path} lists no packages`;
}

/** Databases that a lower layer has and the container does not see. */
function findRemoved(tree: FileTree, manager: PackageManager): readonly Issue[] {
  for (const path of databaseCatalogers[manager].files.paths ?? []) {
    const last = tree.versions(path).findLast((version) => version.content.length > 0);
    if (last === undefined || tree.get(path) !== undefined) continue;
    const message = `${path} of layer ${last.layerIndex} was removed by a later layer; its packages may still be there`;
    return [makeIssue('DATABASE_REMOVED', origin, message, { path })];
  }
  return [];
}

function withoutDistribution(files: readonly CataloguedFile[], found: readonly PackageManager[]): readonly Issue[] {
  return found.map((manager) => {
    const path = pathOf(files, manager);
    return makeIssue('DISTRIBUTION_UNKNOWN', origin, `${path} lists packages, but no file says of which distribution`, { path });
  });
}

function conflict(files: readonly CataloguedFile[], manager: PackageManager, distribution: DetectedDistribution): Issue {
  const path = pathOf(files, manager);
  const message = `${distribution.path} says ${distribution.id}, but ${path} lists ${manager} packages, which have no advisories there`;
  return makeIssue('DISTRIBUTION_CONFLICT', origin, message, { path });
}

function pathOf(files: readonly CataloguedFile[], manager: PackageManager): string {
  return files.find(({ cataloger, packages }) => cataloger === databaseCatalogers[manager] && packages.length > 0)?.file.path ?? manager;
}

import { type FileSelector, type PathSelector } from '../model/file-selector.ts';
import { type FileTree } from '../model/file-tree.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { gatingEvidence, type Evidence, type Package } from '../model/package.ts';
import { type ModifiedFile } from '../model/modified-file.ts';
import { type Platform } from '../model/platform.ts';
import { type DetectedDistribution } from '../model/report.ts';
import { capIssues, catalogFiles, type CataloguedFile } from './catalog-files.ts';
import { type Cataloger, type CataloguedPackage, type FileCataloger, isFileCataloger } from './cataloger.ts';
import { catalogers } from './catalogers.ts';
import { corroborate } from './corroborate.ts';
import { judgeDatabases } from './database-issues.ts';
import { detectDistribution, distributionSelectors, type DistributionResult } from './distribution/distribution.ts';
import { detectWindows } from './distribution/windows.ts';
import { findFirstLayers } from './first-layer.ts';
import { findOrphans } from './orphans.ts';
import { findOwnership, type Ownership } from './ownership.ts';
import { findModifiedFiles, type RecordedPackage } from './recorded/find-modified-files.ts';
import { findUnread, unreadSelectors } from './unread/find-unread.ts';
import { judgeUnread } from './unread/judge-unread.ts';

/** Plain data: it can be kept as JSON. */
export interface Catalog {
  readonly distribution?: DetectedDistribution;
  /** In order of their ids. */
  readonly packages: readonly Package[];
  /** What could not be read. */
  readonly issues: readonly Issue[];
}

export interface CatalogOptions {
  /** The day that decides about end of life. */
  readonly now: Date;
  /** In an image, what only a lock file says is claimed; in a source tree it is declared (docs/guide/reading-a-report.md). */
  readonly isImage: boolean;
  /** What the image's configuration says it is for. */
  readonly platform?: Platform;
}

const ofImages = catalogers.filter((cataloger) => !isFileCataloger(cataloger) || cataloger.isSourceOnly !== true);

/** Those that read files of an image, or of a source tree. */
export function fileCatalogers(isImage: boolean): readonly FileCataloger[] {
  return (isImage ? ofImages : catalogers).filter(isFileCataloger);
}

/** All that is looked for in the tree, so that one pass over it answers every cataloger. */
export function surveyed(isImage: boolean): readonly PathSelector[] {
  return [...fileCatalogers(isImage).map(({ files }) => files), ...unreadSelectors(isImage)];
}

/** The files of a layer that the catalog needs whole. */
export function catalogSelectors(): readonly FileSelector[] {
  const ofFiles = catalogers.filter(isFileCataloger).flatMap((cataloger) => [cataloger.files, ...(cataloger.companions ?? [])]);
  return [...distributionSelectors, ...ofFiles];
}

/** Files → packages, with evidence, layer of first appearance, owner and dependencies. */
export function catalogTree(tree: FileTree, options: CatalogOptions): Catalog {
  return catalogWithFiles(tree, options).catalog;
}

export interface CatalogWithFiles {
  readonly catalog: Catalog;
  /** Paths that a package's database says it owns, by the package's id; read from the tree when asked for. */
  readonly ownedPaths: (id: string) => Iterable<string>;
  /** Programs, libraries and scripts that are not what a package database recorded; compared when asked for. */
  readonly modifiedFiles: () => readonly ModifiedFile[];
}

/** The same, for what needs to know which files are whose. */
export function catalogWithFiles(tree: FileTree, options: CatalogOptions): CatalogWithFiles {
  tree.survey(surveyed(options.isImage));
  const { distribution, issues: distributionIssues } = detectSystem(tree, options);
  const { files, issues, unlessOwned, inSource } = catalogFiles(tree, options.isImage ? ofImages : catalogers, distribution);
  const unread = findUnread(tree, options.isImage);
  const besides = [...unread.keys(), ...unlessOwned.flatMap(({ path }) => (path === undefined ? [] : [path]))];
  const { packages, ownerByPath, issues: orphanIssues } = attribute(tree, files, { isImage: options.isImage, besides });
  const databaseIssues = judgeDatabases(tree, files, issues, distribution);
  // An executable in which a cataloger found packages or a problem counts as read.
  const readPaths = new Set<string | undefined>(unlessOwned.map(({ path }) => path));
  for (const { file, packages: found } of files) if (found.length > 0) readPaths.add(file.path);
  // A distribution's advisories speak for what its packages own, and not for what packages of others do.
  const thirdParties = new Set(packages.filter(({ supplier }) => supplier !== undefined).map(({ id }) => id));
  const isOwned = (path: string): boolean => ownerByPath.has(path) && !thirdParties.has(ownerByPath.get(path)!);
  const covers = [...new Set(files.flatMap((file) => file.packages.flatMap((found) => found.covers ?? [])))];
  const isCovered = (path: string): boolean => covers.some((each) => each.test(path));
  const unreadIssues = judgeUnread(unread, (path, { kind }) => {
    // The owner of a program is found by its package.
    if (kind === 'executable') return ownerByPath.has(path) || readPaths.has(path) || isCovered(path);
    return isOwned(path) || readPaths.has(path);
  });
  const isBare = distribution === undefined && databaseIssues.length === 0 && unreadIssues.length === 0;
  const catalog: Catalog = {
    ...(distribution === undefined ? {} : { distribution }),
    packages,
    issues: [
      ...distributionIssues,
      ...issues,
      ...(options.isImage ? [] : inSource),
      ...databaseIssues,
      ...orphanIssues,
      ...capIssues(unlessOwned.filter(({ path = '' }) => !isOwned(path))),
      ...unreadIssues,
      ...(isBare ? judgeWithoutDatabase(packages, options.isImage, files.length > 0) : []),
    ],
  };
  const owned = new Map(files.flatMap((file) => file.packages.map((one) => [one.id, one.ownedPaths] as const)));
  return {
    catalog,
    ownedPaths: (id) => owned.get(id)?.() ?? [],
    modifiedFiles: () => findModifiedFiles(tree, recordedPackages(files)),
  };
}

function* recordedPackages(files: readonly CataloguedFile[]): Iterable<RecordedPackage> {
  for (const { packages } of files)
    for (const { id, recordedFiles } of packages) if (recordedFiles !== undefined) yield { id, recordedFiles };
}

/** A Windows image says what it is in its configuration, and in no file. */
function detectSystem(tree: FileTree, { now, platform }: CatalogOptions): DistributionResult {
  return platform?.os === 'windows' ? detectWindows(platform) : detectDistribution(tree, now);
}

interface AttributeOptions {
  readonly isImage: boolean;
  /** Additional paths whose owners are needed, as well as those of packages. */
  readonly besides: Iterable<string>;
}

function attribute(tree: FileTree, files: readonly CataloguedFile[], { isImage, besides }: AttributeOptions): Attributed {
  const { found, catalogerById, layerById } = collect(files);
  const { packages } = corroborate(withDependencies(found));
  const owners = packages.filter((one) => one.ownedPaths !== undefined);
  const candidates = new Set(besides);
  for (const one of packages) if (one.ownedPaths === undefined) for (const path of filePathsOf(one)) candidates.add(path);
  const ownership = findOwnership(tree, owners, candidates);
  const orphans = findOrphans(packages, ownership);
  const ofDistribution: ReadonlySet<string | undefined> = new Set(
    owners.filter(({ supplier }) => supplier === undefined).map(({ id }) => id),
  );
  const kept = packages.filter((one) => one.isOwnersOwn !== true || !ofDistribution.has(ownerOf(one, ownership)));
  const known = new Set(kept.map(({ id }) => id));
  const finished = kept
    .map((one) => finish(one, { evidence: evidenceOf(one, catalogerById.get(one.id), orphans.ids, isImage), layerById, ownership, known }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return { packages: finished, ownerByPath: ownership.ownerByPath, issues: orphans.issues };
}

/** The files of the tree whose owners own the package. */
function filePathsOf({ heldIn, locations }: CataloguedPackage): readonly string[] {
  return heldIn === undefined ? locations.map(({ path }) => path) : [heldIn];
}

interface Attributed {
  readonly packages: readonly Package[];
  readonly ownerByPath: Ownership['ownerByPath'];
  readonly issues: readonly Issue[];
}

interface Collected {
  readonly found: readonly CataloguedPackage[];
  readonly catalogerById: ReadonlyMap<string, Cataloger>;
  readonly layerById: ReadonlyMap<string, number>;
}

/** A database that lists the same package twice has it once. */
function collect(files: readonly CataloguedFile[]): Collected {
  const found: CataloguedPackage[] = [];
  const catalogerById = new Map<string, Cataloger>();
  const layerById = new Map<string, number>();
  for (const file of files) {
    const firstLayerOf = findFirstLayers(file);
    for (const one of file.packages) {
      if (catalogerById.has(one.id)) continue;
      found.push(one);
      catalogerById.set(one.id, file.cataloger);
      layerById.set(one.id, firstLayerOf(one));
    }
  }
  return { found, catalogerById, layerById };
}

function withDependencies(found: readonly CataloguedPackage[]): readonly CataloguedPackage[] {
  const idByPath = new Map<string, string>();
  for (const { id, locations } of found) {
    for (const { path } of locations) if (!idByPath.has(path)) idByPath.set(path, id);
  }
  const idAt = (path: string): string | undefined => idByPath.get(path);
  return found.map((one) =>
    one.resolveDependencies === undefined ? one : { ...one, dependencies: [...one.dependencies, ...one.resolveDependencies(idAt)] },
  );
}

function evidenceOf(one: CataloguedPackage, cataloger: Cataloger | undefined, orphans: ReadonlySet<string>, isImage: boolean): Evidence {
  if (orphans.has(one.id)) return 'orphan';
  const evidence = one.evidence ?? cataloger?.evidence ?? 'claimed';
  return evidence === 'declared' && isImage ? 'claimed' : evidence;
}

interface Attribution {
  readonly evidence: Evidence;
  readonly layerById: ReadonlyMap<string, number>;
  readonly ownership: Ownership;
  /** Ids of all packages: what is referred to must be there. */
  readonly known: ReadonlySet<string>;
}

function ownerOf(one: CataloguedPackage, { ownerByPath }: Ownership): string | undefined {
  return one.ownedPaths === undefined ? ownerByPath.get(filePathsOf(one)[0] ?? '') : undefined;
}

/** Field by field, so that nothing but plain data is left. */
function finish(one: CataloguedPackage, { evidence, layerById, ownership, known }: Attribution): Package {
  const { release, version, architecture, source, parent, isOwn, isDirect, isDevelopment, supplier, module, candidates } = one;
  const owner = ownerOf(one, ownership);
  return {
    id: one.id,
    purl: one.purl,
    ecosystem: one.ecosystem,
    ...(release === undefined ? {} : { release }),
    name: one.name,
    ...(version === undefined ? {} : { version }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(source === undefined ? {} : { source }),
    evidence,
    locations: one.locations,
    layerIndex: layerById.get(one.id) ?? 0,
    licenses: one.licenses,
    dependencies: one.dependencies,
    ...(owner === undefined ? {} : { ownedBy: owner }),
    ...(parent !== undefined && known.has(parent) ? { parent } : {}),
    ...(isOwn === undefined ? {} : { isOwn }),
    ...(isDirect === undefined ? {} : { isDirect }),
    ...(isDevelopment === undefined ? {} : { isDevelopment }),
    ...(supplier === undefined ? {} : { supplier }),
    ...(module === undefined ? {} : { module }),
    ...(candidates === undefined ? {} : { candidates }),
  };
}

/**
 * For an image without a distribution and without a package database, in which no unsupported content was found either: if it has no packages,
 * its state is unknown, not clean.
 */
function judgeWithoutDatabase(packages: readonly Package[], isImage: boolean, isSomethingRead: boolean): readonly Issue[] {
  const isSomethingFound = packages.some(({ evidence }) => gatingEvidence.has(evidence) || (!isImage && evidence === 'declared'));
  if (isSomethingFound) return [];
  // A wrong path must not pass a gate.
  if (!isImage && !isSomethingRead)
    return [makeIssue('NOTHING_TO_SCAN', 'catalog', 'no packages and no lock files were found', { contentKind: 'no-packages' })];
  return [makeIssue('NO_DISTRIBUTION', 'catalog', 'no distribution, no package database and no packages were found')];
}

import { messageOf } from '../lib/text/message-of.ts';
import { type FileTree, type TreeEntry } from '../model/file-tree.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { limits } from '../model/limits.ts';
import { type DetectedDistribution } from '../model/report.ts';
import {
  isFactCataloger,
  isFileCataloger,
  type CatalogContext,
  type Catalogued,
  type CataloguedPackage,
  type Cataloger,
  type DirectoryCataloger,
  type FactCataloger,
} from './cataloger.ts';
import { findFiles } from './find-files.ts';

/** One file that a cataloger read, with what it found in it. */
export interface CataloguedFile {
  readonly cataloger: Cataloger;
  readonly file: TreeEntry;
  readonly packages: readonly CataloguedPackage[];
  /** What it was read from, and the same of the file in each layer below, base first. */
  readonly source: CatalogSource;
  readonly below: readonly CatalogSource[];
}

/** One layer's version of what a cataloger reads. */
export interface CatalogSource {
  readonly layerIndex: number;
  readonly content: unknown;
  catalog(): Catalogued;
}

export interface CataloguedFiles {
  /** By path, whatever the order of the tree. */
  readonly files: readonly CataloguedFile[];
  readonly issues: readonly Issue[];
  /** Each counts only where no package of the distribution owns the file at its path. */
  readonly unlessOwned: readonly Issue[];
  /** Count only in a source tree. */
  readonly inSource: readonly Issue[];
}

/** Runs each cataloger on each visible file that its selector names, and on each that its inspector knows something of. */
export function catalogFiles(
  tree: FileTree,
  catalogers: readonly Cataloger[],
  distribution: DetectedDistribution | undefined,
): CataloguedFiles {
  const context = { tree, ...(distribution === undefined ? {} : { distribution }) };
  const files: CataloguedFile[] = [];
  const issues: Issue[] = [];
  const unlessOwned: Issue[] = [];
  const inSource: Issue[] = [];
  const found = [
    ...fromFiles(tree, catalogers, context),
    ...catalogers.filter(isFactCataloger).flatMap((one) => fromFacts(tree, one, context)),
    ...catalogers.flatMap((one) => ('directories' in one ? fromDirectories(tree, one, context) : [])),
  ];
  for (const one of found.sort(byPath)) {
    const catalogued = catalogOne(one);
    files.push({ ...one, packages: catalogued.packages });
    issues.push(...catalogued.issues);
    unlessOwned.push(...(catalogued.unlessOwned ?? []));
    inSource.push(...(catalogued.inSource ?? []));
  }
  return { files, issues: capIssues(issues), unlessOwned, inSource: capIssues(inSource) };
}

/** A cataloger must not throw, and one that does costs its file and not the scan: a name may be none that a package URL can have. */
function catalogOne({ cataloger, file, source }: FoundFile): Catalogued {
  try {
    return source.catalog();
  } catch (error) {
    const where = { path: file.path, layerIndex: file.layerIndex };
    return { packages: [], issues: [makeIssue('PACKAGE_RECORD_INVALID', cataloger.id, `${file.path}: ${messageOf(error)}`, where)] };
  }
}

type FoundFile = Omit<CataloguedFile, 'packages'>;

function fromFiles(tree: FileTree, catalogers: readonly Cataloger[], context: CatalogContext): readonly FoundFile[] {
  return findFiles(tree, catalogers.filter(isFileCataloger)).map(({ cataloger, file, content }) => ({
    cataloger,
    file,
    source: { layerIndex: file.layerIndex, content, catalog: () => cataloger.catalog(file, content, context) },
    below: tree
      .versions(file.path)
      .filter(({ layerIndex }) => layerIndex < file.layerIndex)
      .map(({ entry, content: other, layerIndex }) => ({
        layerIndex,
        content: other,
        catalog: () => cataloger.catalog({ ...entry, layerIndex }, other, context),
      })),
  }));
}

function fromFacts(tree: FileTree, cataloger: FactCataloger, context: CatalogContext): readonly FoundFile[] {
  const { id } = cataloger.inspector;
  return Array.from(tree.facts(id), ({ entry, value }) => {
    const sourceOf = (content: unknown, layerIndex: number): CatalogSource => ({
      layerIndex,
      content,
      catalog: () => cataloger.catalogFact(layerIndex === entry.layerIndex ? entry : { ...plain(entry), layerIndex }, content, context),
    });
    const versions = tree.factVersions(id, entry.path).filter(({ layerIndex }) => layerIndex < entry.layerIndex);
    return {
      cataloger,
      file: entry,
      source: sourceOf(value, entry.layerIndex),
      below: versions.map((version) => sourceOf(version.value, version.layerIndex)),
    };
  });
}

/** A child has the layer that last touched it; what is in a store does not change under its name. */
function fromDirectories(tree: FileTree, cataloger: DirectoryCataloger, context: CatalogContext): readonly FoundFile[] {
  const children = cataloger.directories.flatMap((directory) => [...tree.list(directory).values()]);
  return children.map((child) => ({
    cataloger,
    file: child,
    source: { layerIndex: child.layerIndex, content: undefined, catalog: () => cataloger.catalogChild(child, context) },
    below: [],
  }));
}

function plain({ path, type, size, mode, userId, groupId, layerIndex }: TreeEntry): TreeEntry {
  return { path, type, size, mode, userId, groupId, layerIndex };
}

function byPath(a: FoundFile, b: FoundFile): number {
  return a.file.path < b.file.path ? -1 : a.file.path > b.file.path ? 1 : 0;
}

/** The first {@link limits.issuesPerOrigin} of each cataloger one by one, the rest as a count. */
export function capIssues(issues: readonly Issue[]): readonly Issue[] {
  const counts = new Map<string, number>();
  const kept: Issue[] = [];
  for (const issue of issues) {
    const count = (counts.get(issue.origin) ?? 0) + 1;
    counts.set(issue.origin, count);
    if (count <= limits.issuesPerOrigin) kept.push(issue);
  }
  for (const [origin, count] of counts) {
    const last = issues.findLast((issue) => issue.origin === origin);
    if (count > limits.issuesPerOrigin && last !== undefined)
      kept.push(makeIssue(last.code, origin, `${count - limits.issuesPerOrigin} more of ${origin} are not listed`));
  }
  return kept;
}

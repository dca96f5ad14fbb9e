import { type FileTree, type TreeEntry } from '../model/file-tree.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { limits } from '../model/limits.ts';
import { type DetectedDistribution } from '../model/report.ts';
import { makeSelectorIndex, type SelectorIndex } from '../model/selector-index.ts';
import { type Cataloger, type CataloguedPackage } from './cataloger.ts';

/** One file that a cataloger read, with what it found in it. */
export interface CataloguedFile {
  readonly cataloger: Cataloger;
  readonly file: TreeEntry;
  readonly content: Uint8Array;
  readonly packages: readonly CataloguedPackage[];
}

export interface CataloguedFiles {
  /** By path, whatever the order of the tree. */
  readonly files: readonly CataloguedFile[];
  readonly issues: readonly Issue[];
}

/** Runs each cataloger on each visible file that its selector names: one pass over the tree. */
export function catalogFiles(
  tree: FileTree,
  catalogers: readonly Cataloger[],
  distribution: DetectedDistribution | undefined,
): CataloguedFiles {
  const context = { tree, ...(distribution === undefined ? {} : { distribution }) };
  const files: CataloguedFile[] = [];
  const issues: Issue[] = [];
  for (const { cataloger, file, content } of findFiles(tree, catalogers)) {
    const found = cataloger.catalog(file, content, context);
    files.push({ cataloger, file, content, packages: found.packages });
    issues.push(...found.issues);
  }
  return { files, issues: capIssues(issues) };
}

type FoundFile = Omit<CataloguedFile, 'packages'>;

function findFiles(tree: FileTree, catalogers: readonly Cataloger[]): readonly FoundFile[] {
  const index = makeSelectorIndex(catalogers.map((cataloger) => cataloger.files));
  const found: FoundFile[] = [];
  function add(path: string, entry: TreeEntry, wanting: readonly number[]): void {
    const content = tree.read(entry);
    if (content === undefined) return;
    const file = entry.path === path ? entry : { ...withoutLink(entry), path };
    for (const position of wanting) found.push({ cataloger: catalogers[position]!, file, content });
  }
  for (const entry of tree.files()) {
    const wanting = index.find(entry.path);
    if (wanting === undefined || entry.type === 'directory') continue;
    const target = entry.type === 'symlink' ? findUnselected(tree, entry.path, index) : entry;
    if (target !== undefined) add(entry.path, target, wanting);
  }
  for (const path of exactPaths(catalogers)) {
    const target = isThere(found, path) ? undefined : findUnselected(tree, path, index);
    if (target !== undefined) add(path, target, index.find(path) ?? []);
  }
  return found.sort((a, b) => (a.file.path < b.file.path ? -1 : a.file.path > b.file.path ? 1 : 0));
}

/** What a symlink, or a path through a linked directory, leads to; it counts under the wanted name unless it is read under its own. */
function findUnselected(tree: FileTree, path: string, index: SelectorIndex): TreeEntry | undefined {
  const target = tree.get(path);
  return target === undefined || target.type === 'directory' || index.find(target.path) !== undefined ? undefined : target;
}

function exactPaths(catalogers: readonly Cataloger[]): readonly string[] {
  return [...new Set(catalogers.flatMap((cataloger) => cataloger.files.paths ?? []))];
}

function isThere(found: readonly FoundFile[], path: string): boolean {
  return found.some(({ file }) => file.path === path);
}

function withoutLink({ type, size, mode, userId, groupId, layerIndex }: TreeEntry): Omit<TreeEntry, 'path'> {
  return { type, size, mode, userId, groupId, layerIndex };
}

/** The first {@link limits.issuesPerOrigin} of each cataloger one by one, the rest as a count. */
function capIssues(issues: readonly Issue[]): readonly Issue[] {
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

import { type FileTree, type TreeEntry } from '../model/file-tree.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import { gatingEvidence, type Package } from '../model/package.ts';
import { npmFolderAround } from './language/npm/npm-folder.ts';

/**
 * For an image without a distribution and without a package database. With nothing found it is not clean but unknown; with language
 * packages only, it is complete unless it has executables, whose contents no database tells.
 */
export function judgeWithoutDatabase(tree: FileTree, packages: readonly Package[], isImage: boolean): readonly Issue[] {
  const isSomethingFound = packages.some(({ evidence }) => gatingEvidence.has(evidence) || (!isImage && evidence === 'declared'));
  if (!isSomethingFound)
    return [makeIssue('NO_DISTRIBUTION', 'catalog', 'no distribution, no package database and no packages were found')];
  const executable = isImage ? findExecutable(tree) : undefined;
  if (executable === undefined) return [];
  const message = `no distribution and no package database tell what is in executables such as ${executable.path}`;
  return [makeIssue('NO_DISTRIBUTION', 'catalog', message, { path: executable.path })];
}

/** By its permissions, its size and its name, because contents of executables are not kept: scripts and what packages bring are left out. */
function findExecutable(tree: FileTree): TreeEntry | undefined {
  let first: TreeEntry | undefined;
  for (const entry of tree.files()) {
    if (entry.type !== 'file' || (entry.mode & 0o111) === 0 || entry.size < leastExecutableBytes) continue;
    if (scriptPattern.test(entry.path) || npmFolderAround(entry.path) !== undefined) continue;
    if (first === undefined || entry.path < first.path) first = entry;
  }
  return first;
}

/** The smallest linked programs have a page of headers and some code. */
const leastExecutableBytes = 4096;
const scriptPattern = /\.(?:[cm]?[jt]s|sh|bash|py|rb|pl|php|json|md|txt|ya?ml)$/;

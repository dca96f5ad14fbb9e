import { createHash } from 'node:crypto';
import { lastSegment, parentPath } from '../../lib/path/normalize-path.ts';
import { type FileTree, type TreeEntry } from '../../model/file-tree.ts';
import { type ModifiedFile } from '../../model/modified-file.ts';
import { codeDigests, digestOfFact } from './code-digests.ts';
import { shortenDigest, type RecordedFile } from './recorded-file.ts';

/** A package, and what its package manager recorded of its files. */
export interface RecordedPackage {
  readonly id: string;
  readonly recordedFiles: () => Iterable<RecordedFile>;
}

/**
 * Programs, libraries and scripts that are not what any package recorded for their path; deleted ones do not count. A file that several packages
 * record, because one of them took it over or it is the same for two architectures, must be what one of them recorded.
 */
export function findModifiedFiles(tree: FileTree, packages: Iterable<RecordedPackage>): readonly ModifiedFile[] {
  const digests = new Map<string, unknown>();
  for (const { entry, value } of tree.facts(codeDigests.id)) digests.set(entry.path, value);
  const matching = new Set<string>();
  const differing = new Map<string, ModifiedFile>();
  for (const { id, recordedFiles } of packages) {
    const entryAt = makeLookUp(tree);
    for (const recorded of recordedFiles()) {
      const entry = entryAt(recorded.path);
      if (entry === undefined) continue;
      const isSame = compare(tree, entry, recorded, digests);
      if (isSame === true) matching.add(entry.path);
      else if (isSame === false && !differing.has(entry.path)) differing.set(entry.path, modified(entry, id));
    }
  }
  return [...differing.values()].filter(({ path }) => !matching.has(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function modified({ path, layerIndex, linkTarget }: TreeEntry, packageId: string): ModifiedFile {
  return { path, layerIndex, packageId, ...(linkTarget === undefined ? {} : { linkTarget }) };
}

/** What is at a path, without following a symlink at its end. Databases list the files of a directory together. */
function makeLookUp(tree: FileTree): (path: string) => TreeEntry | undefined {
  let directory: string | undefined;
  let children: ReadonlyMap<string, TreeEntry> = new Map();
  return (path) => {
    const parent = parentPath(path);
    if (parent !== directory) children = tree.list(parent);
    directory = parent;
    return children.get(lastSegment(path));
  };
}

/** Whether a file is what was recorded; `undefined` where it was not read for it. */
function compare(tree: FileTree, entry: TreeEntry, recorded: RecordedFile, digests: ReadonlyMap<string, unknown>): boolean | undefined {
  const wanted = shortenDigest(Buffer.from(recorded.digest, 'hex'));
  if (entry.type === 'file') {
    const digest = digestOfFact(digests.get(entry.path), recorded.algorithm);
    return digest === undefined ? undefined : digest === wanted;
  }
  if (entry.type !== 'symlink' || !/(?:^|\/)s?bin\//.test(entry.path)) return undefined;
  // apk records of a symlink the digest of its target.
  if (
    shortenDigest(
      createHash(recorded.algorithm)
        .update(entry.linkTarget ?? '')
        .digest(),
    ) === wanted
  )
    return true;
  const target = tree.get(entry.path);
  return target !== undefined && digestOfFact(digests.get(target.path), recorded.algorithm) === wanted;
}

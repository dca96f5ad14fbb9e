import { type Dirent, type Stats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeSystemError } from '../../../lib/file/describe-system-error.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import { limits } from '../../../model/limits.ts';
import { type Runtime } from '../../../model/runtime.ts';

/** Folders that hold no trust settings of the project. */
const skippedFolders = new Set(['.git', '.hg', '.svn', 'node_modules', '.terraform', '__pycache__']);

export interface WalkTally {
  /** Names seen in folders. */
  entries: number;
  /** Symbolic links, which are not followed. */
  links: number;
  /** `.git`, `node_modules` and the like. */
  skipped: number;
}

export interface WalkedFile {
  readonly path: string;
  readonly size: number;
}

/**
 * Regular files under a path, sorted by name. The path itself may be a link; links below it are not followed. What cannot be read becomes an
 * issue, and so does reaching a bound of `limits`. With `mayBeAbsent`, a missing path yields nothing.
 */
export async function* walkFiles(
  root: string,
  tally: WalkTally,
  issues: Issue[],
  runtime: Runtime,
  mayBeAbsent = false,
): AsyncGenerator<WalkedFile> {
  if (mayBeAbsent && (await lstat(root).catch(() => undefined)) === undefined) return;
  const status = await stat(root).catch((error: unknown) => unreadable(root, error, issues));
  if (status === undefined) return;
  if (status.isFile()) yield { path: root, size: status.size };
  else if (status.isDirectory()) yield* walkFolder(root, 0, tally, issues, runtime);
}

async function* walkFolder(folder: string, depth: number, tally: WalkTally, issues: Issue[], runtime: Runtime): AsyncGenerator<WalkedFile> {
  runtime.signal.throwIfAborted();
  if (depth > limits.inventoryDepth) {
    issues.push(makeIssue('MIGRATION_LIMIT', 'inventory', `not scanned: more than ${limits.inventoryDepth} folders deep`, { path: folder }));
    return;
  }
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => unreadable(folder, error, issues));
  for (const entry of (entries ?? []).sort(byName)) {
    tally.entries += 1;
    if (tally.entries > limits.inventoryEntries) {
      if (tally.entries === limits.inventoryEntries + 1)
        issues.push(makeIssue('MIGRATION_LIMIT', 'inventory', `more than ${limits.inventoryEntries} names; the rest was not scanned`, { path: folder }));
      return;
    }
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) tally.links += 1;
    else if (entry.isDirectory() && skippedFolders.has(entry.name)) tally.skipped += 1;
    else if (entry.isDirectory()) yield* walkFolder(path, depth + 1, tally, issues, runtime);
    else if (entry.isFile()) {
      const status: Stats | undefined = await lstat(path).catch((error: unknown) => unreadable(path, error, issues));
      if (status?.isFile() === true) yield { path, size: status.size };
    }
  }
} // prettier-ignore

/** By code unit, so that the order is the same on every machine. */
function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}

function unreadable(path: string, error: unknown, issues: Issue[]): undefined {
  issues.push(makeIssue('FILE_UNREADABLE', 'inventory', `cannot be read: ${describeSystemError(error)}`, { path }));
}

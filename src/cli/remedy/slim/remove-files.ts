import { lstatSync, rmSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { systemCodeOf } from '../../../lib/file/system-code-of.ts';

export interface RemovedFiles {
  readonly count: number;
  /** Not there, not a file, or below a link: what is named is not what the plan means. */
  readonly skipped: readonly string[];
}

/** Removes regular files below a mounted root, and follows no link on the way: a link in an image may lead to the host's own files. */
export function removeFiles(root: string, paths: readonly string[]): RemovedFiles {
  const directories = new Map<string, boolean>([['', true]]);
  const skipped: string[] = [];
  let count = 0;
  for (const path of paths) {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (!isSafe(path) || !isDirectory(root, parent, directories) || look(root, path)?.isFile() !== true) {
      skipped.push(path);
      continue;
    }
    rmSync(join(root, path));
    count++;
  }
  return { count, skipped };
}

function isSafe(path: string): boolean {
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..' && !name.includes('\0'));
}

/** Whether every part of the path is a real directory. */
function isDirectory(root: string, path: string, known: Map<string, boolean>): boolean {
  const remembered = known.get(path);
  if (remembered !== undefined) return remembered;
  const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const answer = isDirectory(root, parent, known) && look(root, path)?.isDirectory() === true;
  known.set(path, answer);
  return answer;
}

function look(root: string, path: string): Stats | undefined {
  try {
    return lstatSync(join(root, path));
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ELOOP') return undefined;
    throw error;
  }
}

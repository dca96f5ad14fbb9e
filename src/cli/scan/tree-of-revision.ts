import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

/** Git runs what a repository configures for this; none of it is run here. */
const harmless = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const mostMs = 5_000;

/**
 * The one directory that is scanned as a revision of Git has it: `git:DIRECTORY@TREE`. `undefined` where the word is a path, where something else than one
 * directory is scanned, and where Git knows no such revision.
 */
export function treeOfRevision(revision: string, targets: readonly string[]): string | undefined {
  const [target = '', ...others] = targets;
  const directory = target.replace(/^dir:/, '');
  if (others.length > 0 || !isDirectory(directory) || existsSync(revision) || !/^[\w][\w./~^@{}-]*$/.test(revision)) return undefined;
  const words = [...harmless, '-C', directory, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}:./`];
  const { status, stdout } = spawnSync('git', words, { encoding: 'utf8', timeout: mostMs });
  const tree = status === 0 ? stdout.trim() : '';
  return /^[0-9a-f]{40,64}$/.test(tree) ? `git:${directory}@${tree}` : undefined;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

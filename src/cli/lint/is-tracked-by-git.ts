import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';

/** Git runs what a repository configures for these; none of it is run here. */
const harmless = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const mostMs = 5_000;

/** Whether the repository around a file has it in its index; false where there is no Git. */
export function isTrackedByGit(path: string): boolean {
  const words = [...harmless, '-C', dirname(path), 'ls-files', '--error-unmatch', '--', basename(path)];
  return spawnSync('git', words, { stdio: 'ignore', timeout: mostMs }).status === 0;
}

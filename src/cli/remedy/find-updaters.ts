import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { limits } from '../../model/limits.ts';
import { describeUpdaters, readUpdater, updaterFiles } from '../../remedy/watch/updaters.ts';

/** Notes about Renovate and Dependabot, where the repository of these files has them. */
export function updaterNotes(paths: readonly string[]): readonly string[] {
  const [first] = paths;
  const root = first === undefined ? undefined : findRoot(dirname(resolve(first)));
  if (root === undefined) return [];
  const updaters = updaterFiles.flatMap((file) => {
    const path = join(root, file.path);
    const text = existsSync(path) ? readText(path) : undefined;
    return text === undefined ? [] : [readUpdater(file, text)];
  });
  const names = paths.map((path) => (/dockerfile/i.test(basename(path)) ? 'Dockerfile' : basename(path)));
  return describeUpdaters(updaters, [...new Set(names)]);
}

/** The nearest folder upwards that is a repository of git. */
function findRoot(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return readAtMost(path, limits.sourceFileBytes)?.toString('utf8');
  } catch {
    return undefined;
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PratiqueError } from '../model/pratique-error.ts';

/** A file of the package or the checkout, such as `docs/reference/limits.md`. Throws TARGET_UNREADABLE when the package lacks it. */
export function readPackagedFile(path: string): string {
  try {
    return readFileSync(join(folderAbove(path), path), 'utf8');
  } catch (cause) {
    throw new PratiqueError('TARGET_UNREADABLE', `the page ${path} of the package cannot be read`, {
      cause,
      hint: 'install pratique again',
    });
  }
}

function folderAbove(path: string): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, path)) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

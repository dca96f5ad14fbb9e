import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { systemCodeOf } from './system-code-of.ts';

/**
 * Makes a directory with its parents, and returns the first one that it made; `undefined` when all of them exist. Throws what the system says.
 * Node's own recursive mkdir never ends where a directory cannot be made although its parent exists, as in /proc.
 */
export function makeDirectory(path: string, options: { readonly mode?: number } = {}): string | undefined {
  const wanted = resolve(path);
  if (isDirectory(wanted)) return undefined;
  const missing = [wanted];
  for (let at = dirname(wanted); !isThere(at); at = dirname(at)) missing.push(at);
  let first: string | undefined;
  for (const directory of missing.reverse()) if (makeOne(directory, options)) first ??= directory;
  return first;
}

/** Whether this call made it: another process may have been faster. */
function makeOne(directory: string, options: { readonly mode?: number }): boolean {
  try {
    mkdirSync(directory, options);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST' && isDirectory(directory)) return false;
    throw error;
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Of any kind, a link to nowhere included: making a directory in it then fails with the reason. The root always is, which ends the search. */
function isThere(path: string): boolean {
  return path === dirname(path) || lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

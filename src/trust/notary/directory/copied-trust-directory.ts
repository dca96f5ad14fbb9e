import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Gun } from '../gun.ts';

/**
 * Where trust metadata of copies are remembered: a directory for each repository that has a copy, inside the one of repositories that have metadata of
 * their own.
 */
export function copiedTrustDirectory(registryDirectory: string, copy: Gun): string {
  return join(registryDirectory, 'copies', ...copy.split('/'));
}

/** Forgets what was verified of a repository as a copy of others. */
export async function forgetCopies(registryDirectory: string, copy: Gun): Promise<void> {
  await rm(join(copiedTrustDirectory(registryDirectory, copy), 'tuf'), { recursive: true, force: true });
}

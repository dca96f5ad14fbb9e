import { join } from 'node:path';
import { type Gun } from '../gun.ts';

/**
 * Where trust metadata of copies are remembered: a directory for each repository that has a copy, inside the one of repositories that have metadata of
 * their own.
 */
export function copiedTrustDirectory(registryDirectory: string, copy: Gun): string {
  return join(registryDirectory, 'copies', ...copy.split('/'));
}

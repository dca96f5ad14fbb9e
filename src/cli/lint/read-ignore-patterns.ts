import { dirname, join } from 'node:path';
import { readAtMost } from '../../lib/file/read-at-most.ts';
import { limits } from '../../model/limits.ts';

/** Lines of `NAME.dockerignore` or `.dockerignore` beside the Dockerfile, where the build context is taken to be; `undefined` without one. */
export function readIgnorePatterns(path: string): readonly string[] | undefined {
  if (path === '-') return undefined;
  for (const file of [`${path}.dockerignore`, join(dirname(path), '.dockerignore')]) {
    try {
      const bytes = readAtMost(file, limits.documentBytes);
      if (bytes !== undefined) return bytes.toString('utf8').split(/\r?\n/).slice(0, mostPatterns);
    } catch {
      // There is none, or it is not for us to read; the rule about it does not speak then.
    }
  }
  return undefined;
}

const mostPatterns = 1_000;

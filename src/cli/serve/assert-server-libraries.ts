import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PratiqueError } from '../../model/pratique-error.ts';

/**
 * The server's libraries are optional peer dependencies, so that those who only scan install none. Throws SERVER_LIBRARIES with the command that installs what is
 * missing.
 */
export async function assertServerLibraries(): Promise<void> {
  const missing: string[] = [];
  for (const name of serverLibraries) {
    try {
      await import(name);
    } catch {
      missing.push(name);
    }
  }
  if (missing.length === 0) return;
  const ranges = readRanges();
  throw new PratiqueError(
    'SERVER_LIBRARIES',
    `the server needs ${missing.length === 1 ? 'a package' : 'packages'} that ${missing.length === 1 ? 'is' : 'are'} not installed: ${missing.join(', ')}`,
    {
      hint: `npm install -g pratique ${missing.map((name) => `${name}@${ranges.get(name) ?? 'latest'}`).join(' ')}`,
    },
  );
}

/** As package.json's `peerDependencies` has them; a test holds the two together. */
export const serverLibraries = ['fastify', '@fastify/rate-limit', 'kysely', 'pg', 'pg-boss', '@electric-sql/pglite', 'zod'] as const;

function readRanges(): ReadonlyMap<string, string> {
  const file = createRequire(join(import.meta.dirname, 'x.js')).resolve('../package.json');
  const { peerDependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as { peerDependencies?: Record<string, string> };
  return new Map(Object.entries(peerDependencies));
}

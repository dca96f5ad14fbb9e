import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../lib/file/make-directory.ts';
import { writeFileAtomicallySync } from '../../lib/file/write-file-atomically.ts';
import { type Digest, toDigest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { formatManifest, parseManifest, readManifest, type DatabaseManifest } from './database-manifest.ts';
import { listShards } from './database-status.ts';

/** Which older state of the advisories is wanted. */
export type GenerationRequest =
  /** The newest of this date or before. */
  | { readonly asOf: Date }
  /** The one with these: digests of shards as a report records them, or of a generation. */
  | { readonly digests: ReadonlySet<string> };

/** Manifests of the generations before, one file each; their shards are among the others. */
export const historyFolder = 'history';

/**
 * Keeps the manifest of the generation that another takes the place of, and removes those beyond `localGenerations`. Returns every generation whose
 * shards must stay. Throws what the system says.
 */
export function keepGeneration(
  directory: string,
  previous: DatabaseManifest | undefined,
  current: DatabaseManifest,
): readonly DatabaseManifest[] {
  const folder = join(directory, historyFolder);
  if (previous !== undefined && generationKey(previous) !== generationKey(current)) {
    makeDirectory(folder);
    writeFileAtomicallySync(join(folder, nextName(folder, previous)), [Buffer.from(formatManifest(previous))], {
      mode: 0o644,
      sync: 'nothing',
    });
  }
  const kept: DatabaseManifest[] = [current];
  const keys = new Set([generationKey(current)]);
  for (const { name, manifest } of readHistory(directory)) {
    if (manifest !== undefined && !keys.has(generationKey(manifest)) && kept.length <= limits.localGenerations) {
      keys.add(generationKey(manifest));
      kept.push(manifest);
    } else rmSync(join(folder, name), { force: true });
  }
  return kept;
}

/** The generations of a database whose shards are all there, the newest first. Throws as `readManifest` does, of the current one. */
export function listGenerations(directory: string): readonly DatabaseManifest[] {
  const current = readManifest(directory);
  const older = readHistory(directory).flatMap(({ manifest }) => (manifest === undefined ? [] : [manifest]));
  const isWhole = (manifest: DatabaseManifest): boolean => listShards(manifest).every(({ path }) => existsSync(join(directory, path)));
  return [current, ...older.filter((manifest) => generationKey(manifest) !== generationKey(current) && isWhole(manifest))];
}

/** `undefined` when there is none that fits. Of several with a digest that is asked for, the one with the most of them. */
export function chooseGeneration(generations: readonly DatabaseManifest[], request: GenerationRequest): DatabaseManifest | undefined {
  if ('asOf' in request) return generations.find(({ builtAt }) => Date.parse(builtAt) <= request.asOf.getTime());
  let best: DatabaseManifest | undefined;
  let most = 0;
  for (const manifest of generations) {
    const digests = [manifestDigest(manifest), ...listShards(manifest).map(({ digest }) => digest)];
    const count = digests.filter((digest) => request.digests.has(digest)).length;
    if (count > most) [best, most] = [manifest, count];
  }
  return best;
}

/** Of a generation of a database on this machine: of its manifest's text. */
export function manifestDigest(manifest: DatabaseManifest): Digest {
  return toDigest('sha256', createHash('sha256').update(formatManifest(manifest)).digest('hex'));
}

/** Two generations with the same shards are one: only what is known of the age of the data differs. */
function generationKey(manifest: DatabaseManifest): string {
  return listShards(manifest)
    .map(({ digest }) => digest)
    .join();
}

/** In the order in which they were replaced: dates of their content may be the same. */
function nextName(folder: string, manifest: DatabaseManifest): string {
  const numbers = readdirSync(folder).map((name) => Number(/^(\d{9})-/.exec(name)?.[1] ?? 0));
  return `${String(Math.max(0, ...numbers) + 1).padStart(9, '0')}-${manifestDigest(manifest).slice(-16)}.json`;
}

/** The newest first; one that cannot be read has no manifest. */
function readHistory(directory: string): readonly { readonly name: string; readonly manifest?: DatabaseManifest }[] {
  const folder = join(directory, historyFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .reverse()
    .map((name) => {
      try {
        return { name, manifest: parseManifest(readFileSync(join(folder, name)), directory) };
      } catch (error) {
        if (error instanceof PratiqueError) return { name };
        throw error;
      }
    });
}

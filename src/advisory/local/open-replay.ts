import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { openGeneration } from '../repository/generation-history.ts';
import { installSlice } from '../repository/install-slice.ts';
import { openRepository } from '../repository/open-repository.ts';
import { sliceTarget } from '../repository/repository-place.ts';
import { type AdvisoryStore } from '../store/advisory-store.ts';
import { chooseGeneration, listGenerations, type GenerationRequest } from '../store/database-generations.ts';
import { mergeStores, type NamedStore } from '../store/merge-stores.ts';
import { openGenerationOf } from '../store/open-database.ts';
import { trustFolder } from './install-slices.ts';
import { type LocalOptions, type RepositorySource } from './local-options.ts';
import { type OpenedAdvisories } from './opened-advisories.ts';
import { cveSlice, describeSlice, sliceDirectory, type Slice } from './slice.ts';

export interface ReplayOptions extends Omit<LocalOptions, 'replay'> {
  readonly replay: GenerationRequest;
}

/**
 * The advisories as they were: of a generation of the signed repository where one is given, and otherwise of those that this machine keeps. A digest names content, so
 * this machine is asked for it first. Nothing newer answers in its place. Rejects with GENERATION_NOT_FOUND, and as reading the repository does.
 */
export async function openReplay(wanted: readonly Slice[], options: ReplayOptions, runtime: Runtime): Promise<OpenedAdvisories> {
  const isContent = 'digests' in options.replay;
  const stores = new Map<Slice, NamedStore>();
  if (isContent || options.repository === undefined) addLocal(wanted, stores, options, runtime);
  const missing = wanted.filter((slice) => !stores.has(slice));
  if (missing.length > 0 && options.repository !== undefined)
    await addFromRepository(missing, stores, { ...options, repository: options.repository }, runtime);
  const left = wanted.filter((slice) => !stores.has(slice));
  if (left.length > 0) {
    for (const { store } of stores.values()) await store[Symbol.asyncDispose]();
    throw notFound(left, options);
  }
  return asReplay(mergeStores([...stores.values()]), options.replay);
}

/** Their age is judged by the time that is replayed, not by today's. */
function asReplay(store: AdvisoryStore, replay: GenerationRequest): OpenedAdvisories {
  return { store, issues: [], asOf: 'asOf' in replay ? replay.asOf : store.builtAt };
}

/** The slices that this machine keeps, and what it knows of CVEs of that time. */
function addLocal(wanted: readonly Slice[], stores: Map<Slice, NamedStore>, { root, base, replay }: ReplayOptions, runtime: Runtime): void {
  for (const slice of [...wanted, cveSlice]) {
    for (const directory of [sliceDirectory(root, slice), ...(base === undefined ? [] : [base])]) {
      const manifest = chooseGeneration(generationsIn(directory), replay);
      if (manifest === undefined || stores.has(slice)) continue;
      const store = openGenerationOf(directory, manifest, runtime);
      const { ecosystem, release } = slice;
      if (ecosystem === undefined || store.coverage(ecosystem, release) !== 'none') stores.set(slice, { name: slice.name, store });
    }
  }
}

function generationsIn(directory: string): ReturnType<typeof listGenerations> {
  try {
    return listGenerations(directory);
  } catch (error) {
    if (error instanceof PratiqueError) return [];
    throw error;
  }
}

type FromRepository = ReplayOptions & { readonly repository: RepositorySource };

/** They go to a place of their own, so that replaying changes nothing for other scans. */
async function addFromRepository(
  missing: readonly Slice[],
  stores: Map<Slice, NamedStore>,
  { root, repository: source, replay }: FromRepository,
  runtime: Runtime,
): Promise<void> {
  const places = await source.open();
  try {
    const current = await openRepository({ places, root: source.root, trustDirectory: join(root, trustFolder(source)) }, runtime);
    const { repository, publishedAt } = await openGeneration(current, replay);
    const place = join(root, '.replay', createHash('sha256').update(source.root).digest('hex').slice(0, 16));
    for (const slice of missing) {
      if (!repository.targets.has(sliceTarget(slice.name))) continue;
      const directory = sliceDirectory(place, slice);
      const manifest = await installSlice(repository, slice.name, directory);
      stores.set(slice, { name: slice.name, store: openGenerationOf(directory, manifest, runtime) });
    }
    runtime.log.notice(
      `advisories of ${repository.name} as published ${publishedAt ?? ''} (generation ${repository.version}, signature verified)`,
    );
  } finally {
    for (const place of places) await place.close();
  }
}

function notFound(left: readonly Slice[], { replay, repository }: ReplayOptions): PratiqueError {
  const what = 'asOf' in replay ? `as of ${replay.asOf.toISOString()}` : `with ${[...replay.digests].join(', ')}`;
  const where = repository === undefined ? 'this machine has' : 'neither this machine nor the repository has';
  return new PratiqueError('GENERATION_NOT_FOUND', `${where} no advisories for ${left.map(describeSlice).join(', ')} ${what}`);
}

/** A database in a directory as it was. Throws GENERATION_NOT_FOUND, and as `openDatabase` rejects. */
export function openDatabaseAsOf(directory: string, replay: GenerationRequest, runtime: Runtime): OpenedAdvisories {
  const manifest = chooseGeneration(listGenerations(directory), replay);
  if (manifest !== undefined) return asReplay(openGenerationOf(directory, manifest, runtime), replay);
  const what = 'asOf' in replay ? `of ${replay.asOf.toISOString()} or before` : 'with these digests';
  throw new PratiqueError('GENERATION_NOT_FOUND', `the database in ${directory} has no generation ${what}`);
}

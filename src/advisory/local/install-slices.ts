import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { installSlice } from '../repository/install-slice.ts';
import { openRepository, type VerifiedRepository } from '../repository/open-repository.ts';
import { sliceTarget } from '../repository/repository-place.ts';
import { storedData } from './is-due.ts';
import { type RepositorySource } from './local-options.ts';
import { cveSlice, sliceDirectory, type Slice } from './slice.ts';
import { readSliceState, writeSliceState } from './slice-state.ts';

export interface InstallResult {
  /** Slices that the repository has, and whether they are new. */
  readonly installed: ReadonlyMap<Slice, 'updated' | 'unchanged'>;
  /** The place that answered. */
  readonly name?: string;
  readonly bytes: number;
  /** Why the repository could not be used, or a slice of it. */
  readonly failure?: string;
}

const inputName = 'repository';

/**
 * Installs what a signed repository has of these slices. A repository that cannot be reached, or whose signatures are refused, is a failure in the result: then
 * feeds answer, or what was there before. Rejects only with ABORTED and OUTPUT_UNWRITABLE.
 */
export async function installSlices(
  slices: readonly Slice[],
  { root, repository: source }: { readonly root: string; readonly repository: RepositorySource },
  runtime: Runtime,
): Promise<InstallResult> {
  const installed = new Map<Slice, 'updated' | 'unchanged'>();
  const places = await source.open();
  let repository: VerifiedRepository | undefined;
  try {
    repository = await openRepository({ places, root: source.root, trustDirectory: join(root, trustFolder(source)) }, runtime);
    for (const slice of slices) {
      const status = await install(slice, repository, root, runtime);
      if (status !== undefined) installed.set(slice, status);
    }
    acceptCveFacts(slices, installed, root, runtime.now());
    return { installed, name: repository.name, bytes: repository.bytes };
  } catch (error) {
    if (!(error instanceof PratiqueError) || error.code === 'ABORTED' || error.code === 'OUTPUT_UNWRITABLE') throw error;
    return { installed, bytes: repository?.bytes ?? 0, failure: error.message, ...(repository !== undefined && { name: repository.name }) };
  } finally {
    for (const place of places) await place.close();
  }
}

async function install(
  slice: Slice,
  repository: VerifiedRepository,
  root: string,
  runtime: Runtime,
): Promise<'updated' | 'unchanged' | undefined> {
  const target = repository.targets.get(sliceTarget(slice.name));
  if (target === undefined) return undefined;
  const directory = sliceDirectory(root, slice);
  const state = readSliceState(directory);
  const isUnchanged = state.inputs.get(inputName) === target.sha256 && !state.isDamaged && storedData(directory) === 'whole';
  if (!isUnchanged) await installSlice(repository, slice.name, directory);
  const now = runtime.now().toISOString();
  const inputs = new Map([[inputName, target.sha256]]);
  writeSliceState(directory, {
    usedAt: state.usedAt ?? now,
    checkedAt: now,
    inputs,
    failures: [],
    isDamaged: false,
    repository: repository.name,
  });
  return isUnchanged ? 'unchanged' : 'updated';
}

/** A repository keeps the facts about CVEs with each slice, so nothing is missing where every other slice came from it. */
function acceptCveFacts(slices: readonly Slice[], installed: Map<Slice, 'updated' | 'unchanged'>, root: string, now: Date): void {
  const facts = slices.find(({ name }) => name === cveSlice.name);
  if (facts === undefined || installed.has(facts) || slices.length === 1 || installed.size < slices.length - 1) return;
  const directory = sliceDirectory(root, facts);
  writeSliceState(directory, { ...readSliceState(directory), checkedAt: now.toISOString(), failures: [], isDamaged: false });
  installed.set(facts, 'unchanged');
}

/** Of one first root there is one memory of what was trusted, whichever mirror served it. */
export function trustFolder({ root }: RepositorySource): string {
  return `.trust-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
}

import { waitForTurn } from '../../lib/async/wait-for-turn.ts';
import { type JsonObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { explainLongList } from '../../oci/registry/explain-long-list.ts';
import { type FetchedManifest } from '../../oci/registry/fetched-manifest.ts';
import { type ManifestToPush, type Repository, type RepositoryReader } from '../../oci/registry/repository.ts';
import { pushSettled } from './push-settled.ts';

export interface TagRewrite {
  readonly tag: string;
  /** Reads the list to change and the document around it. Throws where the tag must not be overwritten. */
  readonly read: (fetched: FetchedManifest) => CurrentList;
  /** Whether nothing is left to do; `entries` is empty where the tag does not exist. */
  readonly isDone: (entries: readonly unknown[]) => boolean;
  /** The new content, its blobs already pushed; `undefined` to delete the manifest. `document` has the other members, which are kept. */
  readonly change: (entries: readonly unknown[], document: JsonObject) => Promise<ManifestToPush | undefined>;
}

export interface CurrentList {
  readonly document: JsonObject;
  readonly entries: readonly unknown[];
}

export const emptyList: CurrentList = { document: {}, entries: [] };

/** Registries have no compare-and-swap, so another client's write may hide ours. */
const attempts = limits.tagWriteAttempts;

/**
 * Changes the manifest of a tag that other clients write too: reads, changes, writes and reads again, until what is read has the change in it.
 * Returns what the tag holds then. Throws REGISTRY_REFUSED when other clients won every attempt.
 */
export async function rewriteTag(repository: Repository, rewrite: TagRewrite, runtime: Runtime): Promise<FetchedManifest | undefined> {
  const { tag, read, isDone, change } = rewrite;
  for (let attempt = 0; ; attempt += 1) {
    const fetched = await readIfThere(repository, tag, runtime).catch((error: unknown) => {
      throw explainLongList(error);
    });
    const { document, entries } = fetched === undefined ? emptyList : read(fetched);
    if (isDone(entries)) return fetched;
    if (attempt === attempts) throw tooBusy(repository, tag);
    const next = await change(entries, document);
    const isWritten =
      next === undefined
        ? await deleteUnchanged(repository, tag, fetched, runtime)
        : await pushSettled(repository, { ...next, tag }, fetched?.digest, runtime);
    if (!isWritten) await waitForTurn(attempt + 1, runtime.signal);
  }
}

/** Pushing blobs takes time: only what was read may be removed. */
async function deleteUnchanged(
  repository: Repository,
  tag: string,
  fetched: FetchedManifest | undefined,
  runtime: Runtime,
): Promise<boolean> {
  if ((await repository.findManifest(tag, runtime))?.digest !== fetched?.digest) return false;
  if (fetched !== undefined) await repository.deleteManifest(fetched.digest, runtime);
  return true;
}

function tooBusy(repository: Repository, tag: string): PratiqueError {
  return new PratiqueError(
    'REGISTRY_REFUSED',
    `cannot write ${repository.name}:${tag}: other clients changed it ${attempts} times meanwhile`,
    {
      hint: 'run the command again when no other client is signing the image',
    },
  );
}

export async function readIfThere(repository: RepositoryReader, tag: string, runtime: Runtime): Promise<FetchedManifest | undefined> {
  try {
    return await repository.readManifest(tag, runtime);
  } catch (error) {
    if (error instanceof PratiqueError && error.code === 'TARGET_NOT_FOUND') return undefined;
    throw error;
  }
}

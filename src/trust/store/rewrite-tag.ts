import { readObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { type Digest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';
import { type FetchedManifest } from '../../oci/registry/fetched-manifest.ts';
import { type Repository, type RepositoryReader } from '../../oci/registry/repository.ts';

export interface TagRewrite {
  readonly tag: string;
  /** Whether nothing is left to do; `undefined` where the tag is not there. */
  readonly isDone: (current: JsonObject | undefined) => boolean;
  /** The new content, with its blobs pushed; `undefined` to remove the tag. */
  readonly change: (
    current: JsonObject | undefined,
  ) => Promise<{ readonly bytes: Uint8Array; readonly mediaType: string; readonly digest: Digest } | undefined>;
}

/** Registries have no compare-and-swap that can be relied on, so that somebody else's writing may hide ours. */
const attempts = 5;

/**
 * Changes what lies under a tag that others write too: read, change, write, read again; until what is read has the change in it. Answers what is
 * there then. Throws REGISTRY_REFUSED when others were always faster.
 */
export async function rewriteTag(repository: Repository, rewrite: TagRewrite, runtime: Runtime): Promise<FetchedManifest | undefined> {
  const { tag, isDone, change } = rewrite;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const fetched = await readIfThere(repository, tag, runtime);
    const current = fetched === undefined ? undefined : parseDocument(fetched.bytes, `${repository.name}:${tag}`, readObject);
    if (isDone(current)) return fetched;
    const next = await change(current);
    // Pushing blobs takes its time; what is written over must be what was read.
    if ((await repository.findManifest(tag, runtime))?.digest !== fetched?.digest) continue;
    if (next !== undefined) await repository.pushManifest({ ...next, tag }, runtime);
    else if (fetched !== undefined) await repository.deleteManifest(fetched.digest, runtime);
  }
  const last = await readIfThere(repository, tag, runtime);
  if (isDone(last === undefined ? undefined : parseDocument(last.bytes, `${repository.name}:${tag}`, readObject))) return last;
  throw new PratiqueError('REGISTRY_REFUSED', `${repository.name}:${tag} was changed by others ${attempts} times while it was written`, {
    hint: 'run it again when nobody else signs the image',
  });
}

export async function readIfThere(repository: RepositoryReader, tag: string, runtime: Runtime): Promise<FetchedManifest | undefined> {
  try {
    return await repository.readManifest(tag, runtime);
  } catch (error) {
    if (error instanceof PratiqueError && error.code === 'TARGET_NOT_FOUND') return undefined;
    throw error;
  }
}

import { field, type JsonObject, readArray, readObject } from '../../lib/json/json-readers.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { parseDocument } from '../../oci/document/parse-document.ts';
import { type FetchedManifest } from '../../oci/registry/fetched-manifest.ts';
import { type ManifestToPush, type Repository, type RepositoryReader } from '../../oci/registry/repository.ts';

export interface TagRewrite {
  readonly tag: string;
  /** Which member of the document is the list that grows. */
  readonly list: 'layers' | 'manifests';
  /** Whether nothing is left to do; without entries where the tag is not there. */
  readonly isDone: (entries: readonly unknown[]) => boolean;
  /** The new content, with its blobs pushed; `undefined` to remove the tag. `document` has the other members, which stay. */
  readonly change: (entries: readonly unknown[], document: JsonObject) => Promise<ManifestToPush | undefined>;
}

/** Registries have no compare-and-swap that can be relied on, so that somebody else's writing may hide ours. */
const attempts = 5;

/**
 * Changes what lies under a tag that others write too: read, change, write, read again; until what is read has the change in it. Answers what is
 * there then. Throws REGISTRY_REFUSED when others were always faster.
 */
export async function rewriteTag(repository: Repository, rewrite: TagRewrite, runtime: Runtime): Promise<FetchedManifest | undefined> {
  const { tag, isDone, change } = rewrite;
  for (let attempt = 0; ; attempt += 1) {
    const fetched = await readIfThere(repository, tag, runtime);
    const { document, entries } = fetched === undefined ? nothing : readList(fetched, repository, rewrite);
    if (isDone(entries)) return fetched;
    if (attempt === attempts) throw tooBusy(repository, tag);
    const next = await change(entries, document);
    // Pushing blobs takes its time; what is written over must be what was read.
    if ((await repository.findManifest(tag, runtime))?.digest !== fetched?.digest) continue;
    if (next !== undefined) await repository.pushManifest({ ...next, tag }, runtime);
    else if (fetched !== undefined) await repository.deleteManifest(fetched.digest, runtime);
  }
}

const nothing: CurrentList = { document: {}, entries: [] };

interface CurrentList {
  readonly document: JsonObject;
  readonly entries: readonly unknown[];
}

function readList({ bytes }: FetchedManifest, repository: Repository, { tag, list }: TagRewrite): CurrentList {
  return parseDocument(bytes, `${repository.name}:${tag}`, (value, what) => {
    const document = readObject(value, what);
    return { document, entries: readArray(field(document, list), `${what}: ${list}`, (entry) => entry) };
  });
}

function tooBusy(repository: Repository, tag: string): PratiqueError {
  return new PratiqueError('REGISTRY_REFUSED', `${repository.name}:${tag} was changed by others ${attempts} times while it was written`, {
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

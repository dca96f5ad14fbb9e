import { field, readArray, readObject } from '../../lib/json/json-readers.ts';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { parseDocument } from '../document/parse-document.ts';
import { readPages } from './read-pages.ts';
import { type RegistrySession } from './registry-session.ts';
import { type Listing } from './repository.ts';

/** See `RepositoryListing.listTags`; distribution-spec, "Listing Tags". Invalid tags are left out. Throws TARGET_NOT_FOUND for a repository that does not exist. */
export async function listTags(session: RegistrySession, repository: string, runtime: Runtime): Promise<Listing<string>> {
  const what = `${session.registry}/${repository}: tags`;
  const request = { repository, what, path: `/v2/${repository}/tags/list?n=1000` };
  const first = await session.ask(request, runtime);
  if (first.status !== 200) throw session.failure(first, what, runtime);
  const bounds = { pages: limits.listingPages, items: limits.tags };
  return readPages(session, request, first, ({ bytes }) => parseDocument(bytes, what, readTags), bounds, runtime);
}

function readTags(value: unknown, what: string): readonly string[] {
  // For an empty repository, distribution returns null.
  const tags = field(readObject(value, what), 'tags') ?? [];
  return readArray(tags, `${what}: tags`, (tag) => tag).filter(
    (tag): tag is string => typeof tag === 'string' && /^\w[\w.-]{0,127}$/.test(tag),
  );
}

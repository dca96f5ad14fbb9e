import { type WholeResponse } from '../../lib/http/http-client.ts';
import { field, isJsonObject, type JsonObject, readArray, readObject } from '../../lib/json/json-readers.ts';
import { type Digest } from '../../model/digest.ts';
import { limits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseDocument } from '../document/parse-document.ts';
import { explainLongList } from './explain-long-list.ts';
import { fallbackTag } from './fallback-tag.ts';
import { listFallback } from './list-fallback.ts';
import { readManifest } from './read-manifest.ts';
import { readPages } from './read-pages.ts';
import { isWebPage } from './registry-failure.ts';
import { type RegistrySession } from './registry-session.ts';
import { type ReferrerListing } from './repository.ts';

/** Statuses of registries without the referrers API; the specification only has 404. */
const unsupported: ReadonlySet<number> = new Set([400, 404, 405, 406, 501]);

/** See `RepositoryListing.listReferrers`. */
export async function listReferrers(
  session: RegistrySession,
  repository: string,
  subject: Digest,
  options: { readonly artifactType?: string },
  runtime: Runtime,
): Promise<ReferrerListing> {
  return readList(session, repository, subject, options, runtime).catch((error: unknown) => {
    throw explainLongList(error);
  });
}

async function readList(
  session: RegistrySession,
  repository: string,
  subject: Digest,
  { artifactType }: { readonly artifactType?: string },
  runtime: Runtime,
): Promise<ReferrerListing> {
  const what = `${session.registry}/${repository}@${subject}: referrers`;
  const query = artifactType === undefined ? '' : `?artifactType=${encodeURIComponent(artifactType)}`;
  const request = { repository, what, path: `/v2/${repository}/referrers/${subject}${query}` };
  const first = await session.ask(request, runtime);
  // Some registries answer an unknown path with a web page.
  const hasApi = !unsupported.has(first.status) && !(first.status === 200 && isWebPage(first));
  if (hasApi && first.status !== 200) throw session.failure(first, what, runtime);
  const listing = hasApi ? await readListing(session, request, first, runtime) : await readFallback(session, repository, subject, runtime);
  if (artifactType === undefined) return listing;
  // The registry may leave filtering to the client (`OCI-Filters-Applied`), and the fallback index always does.
  return { ...listing, items: listing.items.filter((item) => field(item, 'artifactType') === artifactType) };
}

async function readListing(
  session: RegistrySession,
  request: { readonly repository: string; readonly what: string; readonly path: string },
  first: WholeResponse,
  runtime: Runtime,
): Promise<ReferrerListing> {
  const bounds = { pages: limits.listingPages, items: limits.referrers };
  const read = ({ bytes }: WholeResponse): readonly JsonObject[] => parseDocument(bytes, request.what, readEntries);
  return { by: 'api', ...(await readPages(session, request, first, read, bounds, runtime)) };
}

async function readFallback(session: RegistrySession, repository: string, subject: Digest, runtime: Runtime): Promise<ReferrerListing> {
  const tag = fallbackTag(subject);
  const manifest = await readManifest(session, repository, tag, runtime).catch((error: unknown) => {
    if (error instanceof PratiqueError && error.code === 'TARGET_NOT_FOUND') return undefined;
    throw error;
  });
  if (manifest === undefined) return { by: 'tag', items: [], isComplete: true };
  return listFallback(manifest, subject);
}

/** Raw entries: one that cannot be read must not hide the others. */
function readEntries(value: unknown, what: string): readonly JsonObject[] {
  return readArray(field(readObject(value, what), 'manifests'), `${what}: manifests`, (entry) => entry).filter(isJsonObject);
}

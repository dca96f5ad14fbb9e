import { type Digest, isDigest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { acceptedDocumentTypes, bareMediaType } from '../document/media-types.ts';
import { blobName } from './read-blob.ts';
import { manifestName, readManifest } from './read-manifest.ts';
import { type RegistrySession } from './registry-session.ts';
import { type PresentManifest } from './repository.ts';

/** See `RepositoryListing.findManifest`; distribution-spec, "Checking if content exists in the registry". */
export async function findManifest(
  session: RegistrySession,
  repository: string,
  tagOrDigest: string,
  runtime: Runtime,
): Promise<PresentManifest | undefined> {
  const what = manifestName(session, repository, tagOrDigest);
  const path = `/v2/${repository}/manifests/${tagOrDigest}`;
  const http = (): { readonly method: 'HEAD'; readonly headers: Readonly<Record<string, string>> } => ({
    method: 'HEAD',
    headers: { accept: acceptedDocumentTypes.join(', ') },
  });
  const answer = await session.ask({ repository, what, path, http }, runtime);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw session.failure(answer, what, runtime);
  const digest = isDigest(tagOrDigest) ? tagOrDigest : answer.headers.get('docker-content-digest');
  // The header is only recommended.
  if (!isDigest(digest)) return readWhole(session, repository, tagOrDigest, runtime);
  const size = /^\d{1,15}$/.exec(answer.headers.get('content-length') ?? '')?.[0];
  const mediaType = bareMediaType(answer.headers.get('content-type') ?? '');
  return { digest, ...(size === undefined ? {} : { size: Number(size) }), ...(mediaType === '' ? {} : { mediaType }) };
}

export async function hasBlob(session: RegistrySession, repository: string, digest: Digest, runtime: Runtime): Promise<boolean> {
  const what = blobName(session, repository, digest);
  const path = `/v2/${repository}/blobs/${digest}`;
  const answer = await session.ask({ repository, what, path, http: () => ({ method: 'HEAD' }) }, runtime);
  if (answer.status === 404) return false;
  if (answer.status !== 200) throw session.failure(answer, what, runtime);
  return true;
}

async function readWhole(session: RegistrySession, repository: string, tag: string, runtime: Runtime): Promise<PresentManifest> {
  const { digest, bytes, mediaType } = await readManifest(session, repository, tag, runtime);
  return { digest, size: bytes.length, ...(mediaType === undefined ? {} : { mediaType }) };
}

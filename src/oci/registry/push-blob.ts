import { HttpError } from '../../lib/http/http-error.ts';
import { type WholeResponse } from '../../lib/http/http-client.ts';
import { backoffDelay, isTransientStatus, waitFor } from '../../lib/http/retry-delay.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type BlobDescriptor } from './fetched-manifest.ts';
import { hasBlob } from './find-content.ts';
import { blobName } from './read-blob.ts';
import { type RegistrySession } from './registry-session.ts';
import { type BlobContent, type BlobOutcome } from './repository.ts';
import { uploadLocation } from './upload-location.ts';
import { verifiedContent } from './verified-content.ts';

/**
 * See `RepositoryWriter.pushBlob`; distribution-spec, "POST then PUT" and "Mounting a blob from another repository". A blob that the registry has is not
 * sent. An upload that breaks, or that fails with a server error, starts again.
 */
export async function pushBlob(
  session: RegistrySession,
  repository: string,
  blob: BlobDescriptor,
  content: BlobContent,
  runtime: Runtime,
): Promise<BlobOutcome> {
  if (await hasBlob(session, repository, blob.digest, runtime)) return 'present';
  const upload: Upload = { session, repository, blob, content, what: blobName(session, repository, blob.digest) };
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tryPush(upload, runtime).catch((error: unknown) => asTransient(error));
    if (typeof outcome === 'string') return outcome;
    if (attempt >= session.limits.attempts) throw outcome.failure;
    runtime.log.info('upload failed, waiting for the next attempt', { blob: blob.digest, reason: outcome.failure.message });
    await waitFor(backoffDelay(attempt, session.limits), runtime);
  }
}

interface Upload {
  readonly session: RegistrySession;
  readonly repository: string;
  readonly blob: BlobDescriptor;
  readonly content: BlobContent;
  readonly what: string;
}

interface Passing {
  readonly failure: PratiqueError;
}

async function tryPush(upload: Upload, runtime: Runtime): Promise<BlobOutcome | Passing> {
  const { session, blob, content, what } = upload;
  const begun = await begin(upload, runtime);
  if (isTransientStatus(begun.status)) return { failure: session.failure(begun, what, runtime) };
  if (begun.status === 201 && content.mountFrom !== undefined) return 'mounted';
  if (begun.status !== 202) throw session.failure(begun, what, runtime);
  const location = uploadLocation(begun.headers.get('location'), begun.url, blob.digest, what);
  const answer = await send(upload, location, runtime);
  if (answer.status === 201 || answer.status === 204) return 'pushed';
  // An upload that the server no longer knows starts again too.
  const isPassing = isTransientStatus(answer.status) || answer.status === 404 || answer.status === 416;
  const failure = session.failure(answer, what, runtime);
  if (isPassing) return { failure };
  throw failure;
}

function begin({ session, repository, blob, content: { mountFrom }, what }: Upload, runtime: Runtime): Promise<WholeResponse> {
  const uploads = `/v2/${repository}/blobs/uploads/`;
  const path = mountFrom === undefined ? uploads : `${uploads}?mount=${blob.digest}&from=${encodeURIComponent(mountFrom)}`;
  const access = { repository, actions: 'pull,push' as const, what, ...(mountFrom === undefined ? {} : { mountFrom }) };
  return session.ask({ ...access, path, http: () => ({ method: 'POST', headers: { 'content-length': '0' } }) }, runtime);
}

function send({ session, repository, blob, content, what }: Upload, location: URL, runtime: Runtime): Promise<WholeResponse> {
  const headers = { 'content-type': 'application/octet-stream', 'content-length': String(blob.size) };
  return session.ask(
    {
      repository,
      actions: 'pull,push',
      what,
      path: location,
      http: () => ({ method: 'PUT', headers, body: verifiedContent(content.open(), blob, what) }),
    },
    runtime,
  );
}

/** A broken connection is worth another attempt; everything else is final. */
function asTransient(error: unknown): Passing {
  if (error instanceof PratiqueError && error.cause instanceof HttpError && error.cause.isTransient) return { failure: error };
  throw error;
}

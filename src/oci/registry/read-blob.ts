import { downloadResumable } from '../../lib/http/download-resumable.ts';
import { type HttpResponse } from '../../lib/http/http-client.ts';
import { readBodyStart } from '../../lib/http/read-body-at-most.ts';
import { digestAlgorithm } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { computeDigest, verifySize } from '../document/verify-digest.ts';
import { type BlobDescriptor } from './fetched-manifest.ts';
import { isWebPage, toRegistryError, webPageError } from './registry-failure.ts';
import { type RegistrySession } from './registry-session.ts';

/** See `RegistryClient.readBlob`. */
export async function readBlob(
  session: RegistrySession,
  repository: string,
  { digest, size }: BlobDescriptor,
  maxBytes: number,
  runtime: Runtime,
): Promise<Uint8Array> {
  const what = blobName(session, repository, digest);
  if (size > maxBytes) throw new PratiqueError('DOCUMENT_TOO_LARGE', `${what} has ${size} bytes, more than ${maxBytes}`);
  const answer = await session.ask({ repository, what, path: `/v2/${repository}/blobs/${digest}`, maxBytes }, runtime);
  if (answer.status !== 200) throw session.failure(answer, what, runtime);
  if (isWebPage(answer) && computeDigest(digestAlgorithm(digest), answer.bytes) !== digest)
    throw webPageError(answer, what, session.redact);
  const actual = computeDigest(digestAlgorithm(digest), answer.bytes);
  if (actual !== digest) throw new PratiqueError('DIGEST_MISMATCH', `${what}: the registry sent ${actual}`);
  verifySize(answer.bytes, size, what);
  return answer.bytes;
}

/** See `RegistryClient.openBlob`. */
export async function* openBlob(
  session: RegistrySession,
  repository: string,
  { digest, size }: BlobDescriptor,
  runtime: Runtime,
): AsyncGenerator<Uint8Array, void, undefined> {
  const what = blobName(session, repository, digest);
  const open = (offset: number): Promise<HttpResponse> => openBlobAt(session, { repository, digest, size, what }, offset, runtime);
  try {
    yield* downloadResumable(open, { size, limits: session.limits, isImmutable: true }, runtime);
  } catch (error) {
    throw toRegistryError(error, what);
  }
}

/** For messages. */
export function blobName(session: RegistrySession, repository: string, digest: string): string {
  return `${session.registry}/${repository}: blob ${digest}`;
}

interface WantedBlob extends BlobDescriptor {
  readonly repository: string;
  readonly what: string;
}

async function openBlobAt(session: RegistrySession, blob: WantedBlob, offset: number, runtime: Runtime): Promise<HttpResponse> {
  const { repository, digest, size, what } = blob;
  const range: Readonly<Record<string, string>> = offset === 0 ? {} : { range: `bytes=${offset}-` };
  const path = `/v2/${repository}/blobs/${digest}`;
  const response = await session.open({ repository, what, path, http: () => ({ headers: range }) }, runtime);
  const { status, headers } = response;
  const isPage = (headers.get('content-type') ?? '').startsWith('text/html') && headers.get('content-length') !== String(size);
  if ((status === 200 || status === 206 || status === 416) && !isPage) return response;
  const answer = { ...response, bytes: await readBodyStart(response.body, session.limits.errorBodyBytes) };
  throw status < 300 ? webPageError(answer, what, session.redact) : session.failure(answer, what, runtime);
}

import { type WholeResponse } from '../../lib/http/http-client.ts';
import { digestAlgorithm, isDigest, type Digest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { acceptedDocumentTypes, bareMediaType } from '../document/media-types.ts';
import { computeDigest } from '../document/verify-digest.ts';
import { type FetchedManifest } from './fetched-manifest.ts';
import { quoteAnswer } from './quote-answer.ts';
import { isWebPage, webPageError } from './registry-failure.ts';
import { type RegistrySession } from './registry-session.ts';

/** See `RegistryClient.readManifest`. */
export async function readManifest(
  session: RegistrySession,
  repository: string,
  tagOrDigest: string,
  runtime: Runtime,
): Promise<FetchedManifest> {
  const isByDigest = isDigest(tagOrDigest);
  const what = manifestName(session, repository, tagOrDigest);
  const path = `/v2/${repository}/manifests/${tagOrDigest}`;
  const http = (): object => ({ headers: { accept: acceptedDocumentTypes.join(', ') } });
  const answer = await session.ask({ repository, what, path, http }, runtime);
  if (answer.status !== 200) throw session.failure(answer, what, runtime);
  const digest = digestOf(answer.bytes, isByDigest ? tagOrDigest : undefined);
  if (isByDigest && digest !== tagOrDigest) throw new PratiqueError('DIGEST_MISMATCH', `${what}: the registry sent ${digest}`);
  assertJson(answer, what);
  const claimed = answer.headers.get('docker-content-digest');
  const mediaType = bareMediaType(answer.headers.get('content-type') ?? '');
  const isLie = claimed !== undefined && (!isDigest(claimed) || digestOf(answer.bytes, claimed) !== claimed);
  return {
    bytes: answer.bytes,
    digest,
    ...(mediaType === '' ? {} : { mediaType }),
    ...(isLie ? { claimedDigest: quoteAnswer(claimed) } : {}),
  };
}

/** For messages. */
export function manifestName(session: RegistrySession, repository: string, tagOrDigest: string): string {
  return `${session.registry}/${repository}${isDigest(tagOrDigest) ? '@' : ':'}${tagOrDigest}`;
}

function assertJson(answer: WholeResponse, what: string): void {
  if (isWebPage(answer)) throw webPageError(answer, what, (text) => text);
  if (/^\s*\{/.test(Buffer.from(answer.bytes.subarray(0, 1_024)).toString('latin1'))) return;
  throw new PratiqueError(
    'REGISTRY_PROTOCOL',
    `${what}: ${answer.url.host} answered with something that is not a manifest: ${quoteAnswer(answer.bytes)}`,
  );
}

function digestOf(bytes: Uint8Array, like: Digest | undefined): Digest {
  return computeDigest(like === undefined ? 'sha256' : digestAlgorithm(like), bytes);
}

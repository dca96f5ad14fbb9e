import { type WholeResponse } from '../../lib/http/http-client.ts';
import { backoffDelay, waitFor } from '../../lib/http/retry-delay.ts';
import { isDigest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { verifyDigest } from '../document/verify-digest.ts';
import { quoteAnswer } from './quote-answer.ts';
import { manifestName } from './read-manifest.ts';
import { type RegistryRequest, type RegistrySession } from './registry-session.ts';
import { type ManifestToPush, type PushedManifest } from './repository.ts';

/** See `RepositoryWriter.pushManifest`; distribution-spec, "Pushing Manifests" and "Pushing Manifests with Subject". */
export async function pushManifest(
  session: RegistrySession,
  repository: string,
  manifest: ManifestToPush,
  runtime: Runtime,
): Promise<PushedManifest> {
  const { bytes, mediaType, digest, tag } = manifest;
  const what = manifestName(session, repository, tag ?? digest);
  verifyDigest(bytes, digest, what);
  if (tag !== undefined) assertTag(tag);
  const path = `/v2/${repository}/manifests/${tag ?? digest}`;
  const http = (): { readonly method: 'PUT'; readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array } => ({
    method: 'PUT',
    headers: { 'content-type': mediaType },
    body: bytes,
  });
  const answer = await askWhileRacing(session, { repository, actions: 'pull,push', what, path, http }, runtime);
  if (answer.status < 200 || answer.status >= 300) throw session.failure(answer, what, runtime);
  const stored = answer.headers.get('docker-content-digest');
  if (isDigest(stored) && stored.startsWith('sha256:') && digest.startsWith('sha256:') && stored !== digest)
    throw new PratiqueError('DIGEST_MISMATCH', `${what}: the registry stored ${quoteAnswer(stored)} instead of ${digest}`);
  const subject = answer.headers.get('oci-subject');
  return subject === undefined ? {} : { subject };
}

/** Attempts in all: the race is over in milliseconds, and a registry that refuses every time must be reported soon. */
const maxAttempts = 4;

/**
 * Distribution answers 400 DIGEST_INVALID, "provided digest did not match uploaded content", when another client writes the same tag at the same
 * moment. The digest was compared before, so the answer is about the registry and not about the manifest.
 */
async function askWhileRacing(session: RegistrySession, request: RegistryRequest, runtime: Runtime): Promise<WholeResponse> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await session.ask(request, runtime);
    const isRace = answer.status === 400 && Buffer.from(answer.bytes).includes('"DIGEST_INVALID"');
    if (!isRace || attempt === Math.min(maxAttempts, session.limits.attempts)) return answer;
    runtime.log.info('the registry refused a digest that is right; trying again', { manifest: request.what, attempt });
    await waitFor(backoffDelay(attempt, session.limits), runtime);
  }
}

/** distribution-spec, "Pulling manifests": the grammar of tags, before one becomes part of a URL. */
function assertTag(tag: string): void {
  if (!/^\w[\w.-]{0,127}$/.test(tag)) throw new PratiqueError('REFERENCE_INVALID', `${JSON.stringify(tag.slice(0, 140))} is not a tag`);
}

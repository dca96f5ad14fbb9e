import { type Digest } from '../../model/digest.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type Runtime } from '../../model/runtime.ts';
import { manifestName } from './read-manifest.ts';
import { type RegistrySession } from './registry-session.ts';

/** See `RepositoryWriter.deleteManifest`; distribution-spec, "Deleting Manifests". */
export async function deleteManifest(session: RegistrySession, repository: string, digest: Digest, runtime: Runtime): Promise<boolean> {
  const what = manifestName(session, repository, digest);
  const path = `/v2/${repository}/manifests/${digest}`;
  const answer = await session.ask({ repository, actions: 'delete', what, path, http: () => ({ method: 'DELETE' }) }, runtime);
  if (answer.status === 404) return false;
  if (answer.status >= 200 && answer.status < 300) return true;
  const failure = session.failure(answer, what, runtime);
  if (answer.status !== 405 && answer.status !== 400) throw failure;
  throw new PratiqueError('REGISTRY_REFUSED', `${failure.message} to a request to delete`, {
    cause: failure,
    hint: 'ask the administrator of the registry to allow deleting (distribution: storage.delete.enabled)',
  });
}

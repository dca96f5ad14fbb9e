import { join } from 'node:path';
import { formatReference } from '../../../model/reference.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { type Gun } from '../../notary/gun.ts';
import { notaryServerOf } from '../../notary/notary-server.ts';
import { type RemoteExplanation } from '../../notary/remote/explained-remote.ts';
import { type MetadataRemote } from '../../notary/remote/metadata-remote.ts';
import { type ImagePlace } from '../open-place.ts';
import { type NotaryTerms } from '../policy/trust-policy.ts';
import { type VerifyOptions } from '../verification-options.ts';

/** Where the metadata that bind a repository's tags are read from. The caller disposes of it. */
export interface OpenedRemote extends AsyncDisposable {
  readonly remote: MetadataRemote;
  /** For people. */
  readonly foundAt: string;
}

/** The server to ask; `isGuessed` where nobody named one. */
export function chooseServer(
  gun: Gun,
  { server }: NotaryTerms,
  { notaryServer, defaultNotaryServer }: Pick<VerifyOptions, 'notaryServer' | 'defaultNotaryServer'>,
): { readonly server: string; readonly isGuessed: boolean } {
  const named = notaryServer ?? server ?? defaultNotaryServer;
  return { server: named ?? notaryServerOf(gun, undefined), isGuessed: named === undefined };
}

/** Where trusted metadata of registries are cached, each under its repository's own name. */
export function registryTrustDirectory({ places }: VerifyOptions): string {
  return join(places.notary, 'registry');
}

/** The registry or layout that an image is in, which with `server: registry` has the metadata. Does not connect yet. */
export async function openRepositoryOf(
  place: ImagePlace,
  options: VerifyOptions,
): Promise<AsyncDisposable & { readonly repository: Repository }> {
  if (place.kind === 'layout') {
    const { openLayoutRepository } = await import('../../../oci/layout/layout-repository.ts');
    return { repository: await openLayoutRepository(place.folder), [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const { registry, repository } = place.reference;
  const { openRepository } = await import('../../store/open-repository.ts');
  return openRepository(formatReference({ registry, repository, tag: 'latest' }), { registry: options.registry });
}

/** A Notary server. Does not connect yet. */
export async function openServerRemote(gun: Gun, terms: NotaryTerms, options: VerifyOptions): Promise<OpenedRemote> {
  const { server, isGuessed } = chooseServer(gun, terms, options);
  const { notaryCredentials: credentials, places } = options;
  const [{ openHttpRemote }, { explainedRemote }] = await Promise.all([
    import('../../notary/remote/http-remote.ts'),
    import('../../notary/remote/explained-remote.ts'),
  ]);
  const remote = await openHttpRemote(gun, {
    ...options.registry,
    server,
    ...(credentials === undefined ? {} : { credentials }),
    ...(places.notaryTls === undefined ? {} : { tlsDirectory: places.notaryTls }),
  });
  return {
    remote: isGuessed ? explainedRemote(remote, guessed(server)) : remote,
    foundAt: `server ${remote.name}`,
    [Symbol.asyncDispose]: () => Promise.resolve(remote[Symbol.asyncDispose]()),
  };
}

/** What a failure says about a default server. */
function guessed(server: string): RemoteExplanation {
  return {
    note: `no Notary server was named, so ${server} was tried, as Docker does`,
    hint: 'if the trust metadata is in the registry itself (tag pratique-trust), add --trust-server registry, or server: registry to the policy; otherwise name the server with --trust-server URL or DOCKER_CONTENT_TRUST_SERVER, and its CA with --ca-file FILE',
  };
}

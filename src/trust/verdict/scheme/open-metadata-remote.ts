import { join } from 'node:path';
import { formatReference, type ImageReference } from '../../../model/reference.ts';
import { type Gun } from '../../notary/gun.ts';
import { notaryServerOf } from '../../notary/notary-server.ts';
import { type RemoteExplanation } from '../../notary/remote/explained-remote.ts';
import { type MetadataRemote } from '../../notary/remote/metadata-remote.ts';
import { type NotaryTerms } from '../policy/trust-policy.ts';
import { type VerifyOptions } from '../verification-options.ts';

/** Where the metadata that bind a repository's tags are read from. The caller disposes of it. */
export interface OpenedRemote extends AsyncDisposable {
  readonly remote: MetadataRemote;
  /** For people. */
  readonly foundAt: string;
  /** Where trusted metadata are cached. */
  readonly trustDirectory: string;
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

/** Where trusted metadata are cached. */
export function trustDirectoryOf(server: string, { places }: VerifyOptions): string {
  return server === 'registry' ? join(places.notary, 'registry') : places.notary;
}

/** A Notary server, or with `server: registry` the image's own repository, whose metadata are cached separately. Does not connect yet. */
export async function openMetadataRemote(
  gun: Gun,
  { registry, repository }: ImageReference,
  terms: NotaryTerms,
  options: VerifyOptions,
): Promise<OpenedRemote> {
  const { server, isGuessed } = chooseServer(gun, terms, options);
  const { notaryCredentials: credentials, places } = options;
  if (server === 'registry') {
    const [{ openRepository }, { openRepositoryRemote }] = await Promise.all([
      import('../../store/open-repository.ts'),
      import('../../registry-metadata/open-repository-remote.ts'),
    ]);
    const opened = await openRepository(formatReference({ registry, repository, tag: 'latest' }), { registry: options.registry });
    const remote = openRepositoryRemote(opened.repository);
    return {
      remote,
      foundAt: `repository ${remote.name}`,
      trustDirectory: trustDirectoryOf(server, options),
      [Symbol.asyncDispose]: () => Promise.resolve(opened[Symbol.asyncDispose]()),
    };
  }
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
    trustDirectory: trustDirectoryOf(server, options),
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

import { type LookupFunction } from 'node:net';
import { publicAddresses } from '../../lib/http/address-class.ts';
import { HttpClient } from '../../lib/http/http-client.ts';
import { type RegistryOptions } from '../../model/image.ts';
import { limits as defaultLimits } from '../../model/limits.ts';
import { type Runtime } from '../../model/runtime.ts';
import { Authorizer } from './authorizer.ts';
import { type BlobDescriptor, type FetchedManifest } from './fetched-manifest.ts';
import { listRepositories } from './list-repositories.ts';
import { openBlob, readBlob } from './read-blob.ts';
import { readCertificateAuthorities } from './read-certificate-authorities.ts';
import { readManifest } from './read-manifest.ts';
import { type RegistryLimits } from './registry-limits.ts';
import { registryOrigins } from './registry-origin.ts';
import { RegistryRepository } from './registry-repository.ts';
import { RegistrySession } from './registry-session.ts';
import { type Listing, type Repository } from './repository.ts';

/** A client of one registry (OCI distribution specification). Repositories and tags are those of a parsed reference. */
export interface RegistryClient extends AsyncDisposable {
  readonly registry: string;
  /**
   * A manifest or index by tag or digest, with the digest of the bytes received. Throws TARGET_NOT_FOUND, DIGEST_MISMATCH when another digest was
   * asked for, DOCUMENT_TOO_LARGE, and REGISTRY_* for a registry that does not respond or refuses, and for a server that is not a registry.
   */
  readManifest(repository: string, tagOrDigest: string, runtime: Runtime): Promise<FetchedManifest>;
  /** A small blob, whole and verified. Throws as `readManifest` does. */
  readBlob(repository: string, blob: BlobDescriptor, maxBytes: number, runtime: Runtime): Promise<Uint8Array>;
  /** A blob's bytes as stored, resumed after a broken connection; not verified, and at most one byte more than its size. Throws as `readManifest` does. */
  openBlob(repository: string, blob: BlobDescriptor, runtime: Runtime): AsyncIterable<Uint8Array>;
  /** Names of its repositories, where it tells them: most public registries do not. Throws as `readManifest` does. */
  listRepositories(runtime: Runtime): Promise<Listing<string>>;
  /** One of its repositories, to read, list and write. It lives as long as the client. */
  repository(name: string): Repository;
}

export interface RegistryClientOptions extends RegistryOptions {
  /** Limits for tests. */
  readonly limits?: RegistryLimits;
  /** A resolver for tests. */
  readonly lookup?: LookupFunction;
}

/** Opens no connection yet. Throws CONFIG_INVALID when the file of certificate authorities cannot be read. */
export async function createRegistryClient(registry: string, options: RegistryClientOptions): Promise<RegistryClient> {
  const limits = options.limits ?? defaultLimits;
  const origins = registryOrigins(registry, options.insecure === true);
  const certificateAuthorities = options.caFile === undefined ? undefined : await readCertificateAuthorities(options.caFile);
  const client = new HttpClient({
    home: origins[0],
    limits,
    insecure: options.insecure === true,
    ...(options.publicOnly === true ? { homeClasses: publicAddresses } : {}),
    ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
    ...(certificateAuthorities === undefined ? {} : { certificateAuthorities }),
    ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
  });
  const session = new RegistrySession(registry, origins, client, new Authorizer(registry, options, client, limits), limits);
  return {
    registry,
    readManifest: (repository, tagOrDigest, runtime) => readManifest(session, repository, tagOrDigest, runtime),
    readBlob: (repository, blob, maxBytes, runtime) => readBlob(session, repository, blob, maxBytes, runtime),
    openBlob: (repository, blob, runtime) => openBlob(session, repository, blob, runtime),
    listRepositories: (runtime) => listRepositories(session, runtime),
    repository: (name) => new RegistryRepository(session, name),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

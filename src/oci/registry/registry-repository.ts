import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { deleteManifest } from './delete-manifest.ts';
import { type BlobDescriptor, type FetchedManifest } from './fetched-manifest.ts';
import { findManifest, hasBlob } from './find-content.ts';
import { listReferrers } from './list-referrers.ts';
import { listTags } from './list-tags.ts';
import { pushBlob } from './push-blob.ts';
import { pushManifest } from './push-manifest.ts';
import { openBlob, readBlob } from './read-blob.ts';
import { readManifest } from './read-manifest.ts';
import { type RegistrySession } from './registry-session.ts';
import {
  type BlobContent,
  type BlobOutcome,
  type Listing,
  type ManifestToPush,
  type PresentManifest,
  type PushedManifest,
  type ReferrerListing,
  type Repository,
} from './repository.ts';

/** One repository of a registry; what each does is in the file of its name. */
export class RegistryRepository implements Repository {
  readonly name: string;
  readonly #session: RegistrySession;
  readonly #repository: string;

  constructor(session: RegistrySession, repository: string) {
    this.name = `${session.registry}/${repository}`;
    this.#session = session;
    this.#repository = repository;
  }

  readManifest(tagOrDigest: string, runtime: Runtime): Promise<FetchedManifest> {
    return readManifest(this.#session, this.#repository, tagOrDigest, runtime);
  }

  readBlob(blob: BlobDescriptor, maxBytes: number, runtime: Runtime): Promise<Uint8Array> {
    return readBlob(this.#session, this.#repository, blob, maxBytes, runtime);
  }

  openBlob(blob: BlobDescriptor, runtime: Runtime): AsyncIterable<Uint8Array> {
    return openBlob(this.#session, this.#repository, blob, runtime);
  }

  findManifest(tagOrDigest: string, runtime: Runtime): Promise<PresentManifest | undefined> {
    return findManifest(this.#session, this.#repository, tagOrDigest, runtime);
  }

  hasBlob(digest: Digest, runtime: Runtime): Promise<boolean> {
    return hasBlob(this.#session, this.#repository, digest, runtime);
  }

  listTags(runtime: Runtime): Promise<Listing<string>> {
    return listTags(this.#session, this.#repository, runtime);
  }

  listReferrers(subject: Digest, options: { readonly artifactType?: string }, runtime: Runtime): Promise<ReferrerListing> {
    return listReferrers(this.#session, this.#repository, subject, options, runtime);
  }

  pushBlob(blob: BlobDescriptor, content: BlobContent, runtime: Runtime): Promise<BlobOutcome> {
    return pushBlob(this.#session, this.#repository, blob, content, runtime);
  }

  pushManifest(manifest: ManifestToPush, runtime: Runtime): Promise<PushedManifest> {
    return pushManifest(this.#session, this.#repository, manifest, runtime);
  }

  deleteManifest(digest: Digest, runtime: Runtime): Promise<boolean> {
    return deleteManifest(this.#session, this.#repository, digest, runtime);
  }
}

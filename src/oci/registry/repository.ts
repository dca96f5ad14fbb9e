import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type JsonObject } from '../../lib/json/json-readers.ts';
import { type BlobDescriptor, type FetchedManifest } from './fetched-manifest.ts';

/** Reads manifests and blobs from a repository of a registry, or from an OCI layout. */
export interface RepositoryReader {
  /** For people: `ghcr.io/org/app`, or a path. */
  readonly name: string;
  /** As {@link RegistryClient.readManifest}. */
  readManifest(tagOrDigest: string, runtime: Runtime): Promise<FetchedManifest>;
  /** As {@link RegistryClient.readBlob}: small, whole and verified. */
  readBlob(blob: BlobDescriptor, maxBytes: number, runtime: Runtime): Promise<Uint8Array>;
  /** As {@link RegistryClient.openBlob}: streamed, and not verified. */
  openBlob(blob: BlobDescriptor, runtime: Runtime): AsyncIterable<Uint8Array>;
}

/** Lists content without fetching it; distribution-spec, "Content Discovery". */
export interface RepositoryListing {
  /** `undefined` when it does not exist. The digest of a tag is what the registry says; nothing is verified. */
  findManifest(tagOrDigest: string, runtime: Runtime): Promise<PresentManifest | undefined>;
  hasBlob(digest: Digest, runtime: Runtime): Promise<boolean>;
  listTags(runtime: Runtime): Promise<Listing<string>>;
  /**
   * Manifests that name `subject` as theirs: by the referrers API, and where there is none by the index under the tag `sha256-<hex>`
   * (distribution-spec, "Listing Referrers", "Referrers Tag Schema"). With `artifactType` only those, whether or not the registry filters.
   */
  listReferrers(subject: Digest, options: { readonly artifactType?: string }, runtime: Runtime): Promise<ReferrerListing>;
}

/** distribution-spec, "Push" and "Content Management". Everything can be repeated: existing content stays as it is. */
export interface RepositoryWriter {
  /** `content` is read once for each attempt. Throws DIGEST_MISMATCH when it does not match the descriptor. */
  pushBlob(blob: BlobDescriptor, content: BlobContent, runtime: Runtime): Promise<BlobOutcome>;
  /** Stores a manifest under its digest, or under `tag`. The content that it names must exist. Throws DIGEST_MISMATCH when the registry computes another digest. */
  pushManifest(manifest: ManifestToPush, runtime: Runtime): Promise<PushedManifest>;
  /**
   * Stores a manifest under a tag only while the tag holds `expected`, or while it does not exist; `false` when it holds something else. Absent for
   * registries: the distribution API has no compare-and-swap.
   */
  replaceTag?(manifest: TaggedManifest, expected: Digest | undefined, runtime: Runtime): Promise<boolean>;
  /** Removes a tag while it holds `digest`, and keeps the manifest. Absent for registries, most of which cannot. */
  removeTag?(tag: string, digest: Digest, runtime: Runtime): Promise<void>;
  /** Deletes a manifest with every tag on it. `false` when it did not exist. Throws REGISTRY_REFUSED when the registry does not allow deleting. */
  deleteManifest(digest: Digest, runtime: Runtime): Promise<boolean>;
}

export interface Repository extends RepositoryReader, RepositoryListing, RepositoryWriter {}

export interface Listing<T> {
  readonly items: readonly T[];
  /** False when a bound of `model/limits.ts` stopped the listing. */
  readonly isComplete: boolean;
}

export interface ReferrerListing extends Listing<JsonObject> {
  /** The referrers API, or the index under the fallback tag. Items are descriptors as they were written: nothing of them is checked. */
  readonly by: 'api' | 'tag';
  /** What the fallback tag holds instead of an index of referrers; `isSubject` when it is the image itself, as `cosign copy` leaves it. */
  readonly occupant?: { readonly digest: Digest; readonly isSubject: boolean };
  /** Why parts of a layout could not be read, any of which may be a referrer of the subject. */
  readonly unreadable?: readonly string[];
}

export interface PresentManifest {
  readonly digest: Digest;
  readonly size?: number;
  readonly mediaType?: string;
}

export interface BlobContent {
  readonly open: () => AsyncIterable<Uint8Array>;
  /** A repository of the same registry that has the blob: it need not be sent then. */
  readonly mountFrom?: string;
}

export type BlobOutcome = 'present' | 'mounted' | 'pushed';

export interface ManifestToPush {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly digest: Digest;
  readonly tag?: string;
}

export interface TaggedManifest extends ManifestToPush {
  readonly tag: string;
}

export interface PushedManifest {
  /** What `OCI-Subject` says: the registry lists the manifest among the referrers of this digest, and no fallback tag is needed. */
  readonly subject?: string;
}

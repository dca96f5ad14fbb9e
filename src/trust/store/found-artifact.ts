import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type ArtifactKind } from './artifact-kind.ts';

/** The wanted artifacts of one manifest or index. Only digests are verified. */
export interface FoundArtifacts {
  /** Those of tags first, then referrers, in the order of the registry. An artifact found in two places is listed once. */
  readonly artifacts: readonly FoundArtifact[];
  /** Artifacts that exist but cannot be read. */
  readonly unreadable: readonly UnreadableArtifact[];
  /** What was skipped because it is not an artifact, such as an image under the fallback tag; one line each, for people. */
  readonly notes: readonly string[];
  /** Which limit stopped the search, for people; absent when everything was read. A verifier that finds nothing it trusts then refuses with LIMIT_REACHED. */
  readonly stoppedAt?: string;
}

export interface FoundArtifact {
  readonly kind: ArtifactKind;
  /** The manifest or index that it is attached to. A referrer names its subject itself; for a tag only the tag name does. */
  readonly subject: Digest;
  /** `tag sha256-….sig` or `referrer sha256:…`, for people; two places are joined by ` and `. */
  readonly foundAt: string;
  readonly places: readonly [ArtifactPlace, ...ArtifactPlace[]];
  /** The artifact's type, such as `application/vnd.cncf.notary.signature`; empty when it has none. */
  readonly artifactType: string;
  /** Media type of the payload. */
  readonly mediaType: string;
  /** Digest of the payload, which `load` reads. */
  readonly digest: Digest;
  readonly size: number;
  /** Annotations of the payload: cosign keeps the signature, the certificate and the log entry here. */
  readonly annotations: ReadonlyMap<string, string>;
  /** Annotations of the manifest: `org.opencontainers.image.created`, `dev.sigstore.bundle.predicateType`, Notation's thumbprints. */
  readonly manifestAnnotations: ReadonlyMap<string, string>;
  /**
   * Reads the payload and verifies its digest; the result is kept. Throws VerificationError LIMIT_REACHED when the payloads of the image together exceed
   * the limit, and what reading from the registry throws.
   */
  load(runtime: Runtime): Promise<Uint8Array>;
}

export type ArtifactPlace =
  | { readonly kind: 'tag'; readonly tag: string; readonly manifest: Digest; readonly layer: number }
  | { readonly kind: 'referrer'; readonly manifest: Digest; readonly layer: number; readonly listedBy: 'api' | 'tag' };

export interface UnreadableArtifact {
  /** As in `FoundArtifact`. */
  readonly foundAt: string;
  readonly manifest?: Digest;
  readonly message: string;
}

/** The place as people read it. */
export function formatPlace(place: ArtifactPlace): string {
  return place.kind === 'tag' ? `tag ${place.tag}` : `referrer ${place.manifest}`;
}

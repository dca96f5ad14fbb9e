import { type Digest } from '../../model/digest.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type ArtifactKind } from './artifact-kind.ts';

/** Everything that lies beside one manifest or index, as far as it was wanted. What is in it is for others to judge: nothing is verified but digests. */
export interface FoundArtifacts {
  /** Of tags first, then of referrers, in the order of the registry; what lies in two places is told once. */
  readonly artifacts: readonly FoundArtifact[];
  /** What looks like an artifact and cannot be read as one. */
  readonly unreadable: readonly UnreadableArtifact[];
  /** What was passed over because it is no artifact of the image, such as an image under the fallback tag; for people, one line each. */
  readonly notes: readonly string[];
  /** Absent when everything was looked at; otherwise which bound stopped that, for people. A verifier refuses with LIMIT_REACHED when it finds nothing it trusts. */
  readonly stoppedAt?: string;
}

export interface FoundArtifact {
  readonly kind: ArtifactKind;
  /** The manifest or index that it was found beside; a referrer says so itself, of a tag only the name does. */
  readonly subject: Digest;
  /** For people: `tag sha256-….sig`, `referrer sha256:…`; two places are joined by ` and `. */
  readonly foundAt: string;
  readonly places: readonly [ArtifactPlace, ...ArtifactPlace[]];
  /** Of the artifact, such as `application/vnd.cncf.notary.signature`; empty when it names none. */
  readonly artifactType: string;
  /** Of the payload. */
  readonly mediaType: string;
  /** Of the payload, which is what `load` gives. */
  readonly digest: Digest;
  readonly size: number;
  /** The payload's own: cosign keeps the signature, the certificate and the log entry here. */
  readonly annotations: ReadonlyMap<string, string>;
  /** The manifest's: `org.opencontainers.image.created`, `dev.sigstore.bundle.predicateType`, Notation's thumbprints. */
  readonly manifestAnnotations: ReadonlyMap<string, string>;
  /**
   * The payload, verified against its digest; kept once read. Throws VerificationError LIMIT_REACHED when the payloads of one image together are larger
   * than the bound, and what the registry makes it throw.
   */
  load(runtime: Runtime): Promise<Uint8Array>;
}

export type ArtifactPlace =
  | { readonly kind: 'tag'; readonly tag: string; readonly manifest: Digest; readonly layer: number }
  | { readonly kind: 'referrer'; readonly manifest: Digest; readonly layer: number; readonly listedBy: 'api' | 'tag' };

export interface UnreadableArtifact {
  /** As `foundAt`. */
  readonly foundAt: string;
  readonly manifest?: Digest;
  readonly message: string;
}

/** For people. */
export function formatPlace(place: ArtifactPlace): string {
  return place.kind === 'tag' ? `tag ${place.tag}` : `referrer ${place.manifest}`;
}

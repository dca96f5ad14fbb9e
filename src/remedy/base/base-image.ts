import { type Digest } from '../../model/digest.ts';

/** An image that may be somebody's base: seen before, or read from a registry. */
export interface KnownImage {
  /** Canonical, with its tag: `docker.io/library/debian:12-slim`. */
  readonly reference: string;
  /** Of the manifest of its platform. */
  readonly manifestDigest?: Digest;
  /** Of what the tag held, where that is an index. */
  readonly indexDigest?: Digest;
  /** Base first; never empty. */
  readonly diffIds: readonly Digest[];
  /** RFC 3339, from its configuration. */
  readonly created?: string;
}

/** What somebody says the base was: a label, a provenance, the history, a Dockerfile. */
export interface BaseClaim {
  readonly by: Exclude<BaseEvidence, 'layers'>;
  /** As written: `debian:12`, `docker.io/library/debian`. */
  readonly reference: string;
  readonly digest?: Digest;
}

/**
 * What shows that an image is the base, the strongest first: its layers are the lowest of the image; what the user says; a build attestation; the labels
 * `org.opencontainers.image.base.*`; the history of Buildah; the FROM of a Dockerfile. All but the first are claims.
 */
export const baseEvidence = ['layers', 'option', 'provenance', 'label', 'history', 'dockerfile'] as const;
export type BaseEvidence = (typeof baseEvidence)[number];

export interface BaseImage {
  readonly evidence: BaseEvidence;
  /** Canonical. */
  readonly reference: string;
  /** Other tags of the same layers. */
  readonly otherReferences: readonly string[];
  /** The platform's manifest, or what was claimed. */
  readonly digest?: Digest;
  readonly indexDigest?: Digest;
  /** How many layers of the image are the base's. Absent where only a claim names it and the history does not tell. */
  readonly layerCount?: number;
  /** When it was made, RFC 3339. */
  readonly created?: string;
  /** The image is this base, with no layer added. */
  readonly isWhole: boolean;
}

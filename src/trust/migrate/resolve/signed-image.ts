import { type Digest } from '../../../model/digest.ts';

/** A digest signed with Docker Content Trust, and all its signed tags. */
export interface SignedImage {
  readonly gun: string;
  /** `registry/repository` without tag and digest. */
  readonly repository: string;
  readonly digest: Digest;
  /** Bytes of the manifest, as signed. */
  readonly size: number;
  readonly tags: readonly SignedImageTag[];
  /** Root key IDs, and how they are trusted. */
  readonly trustRoot: { readonly kind: string; readonly name: string };
}

export interface SignedImageTag {
  readonly tag: string;
  /** Role that decides which image is pulled, and version and expiry of its metadata. */
  readonly role: string;
  readonly version: number;
  readonly expires: Date;
  /** Names of signers, without `targets/`. */
  readonly signers: readonly string[];
}

/** What the registry has under the digest. */
export type ImageState =
  | { readonly kind: 'present'; readonly mediaType: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'size differs'; readonly actualSize: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface ResolvedSignedImage extends SignedImage {
  readonly state: ImageState;
  /** Tags that point to other content now, or are missing. */
  readonly moved: readonly { readonly tag: string; readonly now?: Digest }[];
}

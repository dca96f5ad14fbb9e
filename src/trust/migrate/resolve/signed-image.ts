import { type Digest } from '../../../model/digest.ts';

/** One digest that Docker Content Trust vouches for, with every tag under which it does. */
export interface SignedImage {
  readonly gun: string;
  /** `registry/repository` without tag and digest. */
  readonly repository: string;
  readonly digest: Digest;
  /** Bytes of the manifest, as signed. */
  readonly size: number;
  readonly tags: readonly SignedImageTag[];
  /** Root key IDs that it hangs on, and how those came to be trusted. */
  readonly trustRoot: { readonly kind: string; readonly name: string };
}

export interface SignedImageTag {
  readonly tag: string;
  /** Role by whose word the tag is pulled, its metadata's version, and when those expire. */
  readonly role: string;
  readonly version: number;
  readonly expires: Date;
  /** Names of signers, without `targets/`. */
  readonly signers: readonly string[];
}

/** What the registry has for it. */
export type ImageState =
  | { readonly kind: 'present'; readonly mediaType: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'size differs'; readonly actualSize: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface ResolvedSignedImage extends SignedImage {
  readonly state: ImageState;
  /** Tags under which the registry gives something else now, or nothing. */
  readonly moved: readonly { readonly tag: string; readonly now?: Digest }[];
}

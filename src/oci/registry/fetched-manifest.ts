import { type Digest } from '../../model/digest.ts';

export interface FetchedManifest {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  /** Of the answer's Content-Type, without parameters. */
  readonly mediaType?: string;
  /** What Docker-Content-Digest says, when that is something else than `digest`. */
  readonly claimedDigest?: string;
}

export interface BlobDescriptor {
  readonly digest: Digest;
  readonly size: number;
}

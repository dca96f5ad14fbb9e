import { type Digest } from './digest.ts';

/** Where the bytes of a layer are, as somebody says who is not asked for anything else: a URL, and the header fields to send with the request. */
export interface LayerLocation {
  /** http or https. */
  readonly uri: string;
  /** Lower-case names. They go to the origin of the URL only. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A layer of an image that is named without its registry. */
export interface LocatedLayer extends LayerLocation {
  /** Of the blob as stored. */
  readonly digest: Digest;
  readonly mediaType?: string;
}

/** How such layers are fetched. */
export interface LayerFetchOptions {
  /** PEM file with certificate authorities to trust in addition to the system's. */
  readonly caFile?: string;
  readonly proxy?: { readonly http?: string; readonly https?: string; readonly exceptions?: string };
  /** Whether certificates are not verified. */
  readonly insecure?: boolean;
  /** Whether layers may be on this machine or in a private network. */
  readonly allowsPrivateAddresses: boolean;
}

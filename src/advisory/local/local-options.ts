import { type HttpLimits } from '../../lib/http/http-limits.ts';
import { type FetchOptions } from '../fetch/fetch-source.ts';
import { type RepositoryPlace } from '../repository/repository-place.ts';
import { type GenerationRequest } from '../store/database-generations.ts';
import { type FeedSources } from './slice-sources.ts';

/** Where the advisories of this machine are, and where they may be had from. */
export interface LocalOptions {
  /** Directory with one directory for each slice. Made when something is stored. */
  readonly root: string;
  /** A database that covers some of what is wanted, and is asked first. */
  readonly base?: string;
  /** A signed repository of built databases, which is asked before the feeds. */
  readonly repository?: RepositorySource;
  /** An older state of the advisories, which is all that may answer. */
  readonly replay?: GenerationRequest;
  /** Absent where nothing may be downloaded. */
  readonly feeds?: FeedPlace;
  /** Loaded only when something is downloaded. */
  readonly sources: () => Promise<FeedSources>;
  readonly toolVersion: string;
}

export interface RepositorySource {
  /** The first root of trust, `1.root.json`. */
  readonly root: Buffer;
  /** The repository and its mirrors; the caller closes them. */
  readonly open: () => Promise<readonly RepositoryPlace[]>;
}

/** Publishers’ feeds: their own servers, a mirror, or a folder. */
export interface FeedPlace {
  /** A folder laid out as the publishers’ servers; it is read as it is. */
  readonly folder?: string;
  readonly mirror?: URL;
  /** Where downloads are kept, so that the next check asks only for what changed. */
  readonly cache: string;
  readonly connection?: NonNullable<FetchOptions['connection']>;
  /** Header field for the mirror, such as `Bearer …`; never sent to publishers. */
  readonly authorization?: string;
  /** Other bounds than those of a scan. */
  readonly limits?: HttpLimits & { readonly feedBytes: number };
}

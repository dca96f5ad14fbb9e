import { type Advisory } from '../../model/advisory.ts';
import { type EcosystemId } from '../../model/ecosystem.ts';
import { type Issue } from '../../model/issue.ts';
import { type Runtime } from '../../model/runtime.ts';

/** A publisher of advisories. Fetching and parsing are apart, so that a recorded folder is a test fixture. */
export interface AdvisorySource {
  readonly id: string;
  /** Raised when the advisories made from the same input change. */
  readonly version: number;
  readonly title: string;
  /** Licence and attribution that a redistributed database must carry. */
  readonly license: string;
  /** Hundreds of megabytes: it is read when a whole database is built, and never downloaded for a scan. */
  readonly isBulk?: boolean;
  /** Of one that is bulk: what a scan without it does not know, for the report. Absent where other sources say the same. */
  readonly knowsAlone?: string;
  /** Its licence keeps what is made from it on the user's own machine: `false` leaves it out of every database that is published. */
  readonly mayPublish?: false;
  /** Ecosystems it covers, so that a build for others need not fetch it. Absent when only its content shows that. */
  readonly ecosystems?: readonly EcosystemId[];
  /** Every file it may read, relative to the source's folder, with the path below a mirror and the upstream address. */
  readonly files: readonly FeedFile[];
  /** The files that say something about one release, which need not be in `files` if it is newer than this program. Absent: all of them. */
  filesOfRelease?(release: string): readonly FeedFile[];
  /**
   * Further files that fetched ones name, as a repository's index names its parts; asked again after each round until nothing is new. Those of a
   * folder that lacks them are not missed. Throws FEED_DAMAGED.
   */
  linkedFiles?(folder: FeedFolder): readonly FeedFile[];
  /** Pure over the fetched folder. Records that cannot be read are issues; a file that cannot be read is thrown. */
  parse(folder: FeedFolder, runtime: Runtime): AsyncIterable<Advisory | Issue | FeedSummary>;
}

/** What a source knows of its feed as a whole; yielded at most once, anywhere in the stream. Without one the database counts what it was given. */
export interface FeedSummary {
  readonly kind: 'summary';
  /** Date of the feed as a whole, RFC 3339, where its publisher states one. */
  readonly asOf?: string;
  /** Date of the newest record, RFC 3339. */
  readonly newest?: string;
  /** Number of records in the feed, including refused ones. */
  readonly records: number;
  /** Records that their publisher withdrew; not yielded. */
  readonly withdrawn: number;
  /** Releases that the feed tracks, as `formatShardName` writes them, where it has a way to say so. Absent: all that it names. */
  readonly releases?: readonly string[];
  /** Records that could not be read. Absent: as many as there were RECORD_INVALID issues. */
  readonly invalid?: number;
}

export interface FeedFile {
  /** Path below the mirror's root, which is also its path in a folder: `osv/npm/all.zip`. */
  readonly path: string;
  /** Where the publisher serves it. */
  readonly upstream: string;
  /** What a file that names this one says its SHA-256 is, in hex. */
  readonly sha256?: string;
  /** A source goes on without it. */
  readonly isOptional?: boolean;
  /** The unpacked form that only folders have; never fetched. */
  readonly isFolderOnly?: boolean;
}

/** The source's files on disk. */
export interface FeedFolder {
  readonly path: string;
  has(file: string): boolean;
}

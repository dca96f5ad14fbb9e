import { type Enrichment } from '../../model/advisory.ts';
import { type Issue } from '../../model/issue.ts';
import { type Runtime } from '../../model/runtime.ts';
import { type FeedFile, type FeedFolder, type FeedSummary } from '../source/advisory-source.ts';

/** A publisher of facts about CVEs, such as known exploitation; the same rules apply as for an AdvisorySource. */
export interface EnrichmentSource {
  readonly id: string;
  /** Raised when the facts made from the same input change. */
  readonly version: number;
  readonly title: string;
  /** Licence and attribution that a redistributed database must carry. */
  readonly license: string;
  /** Hundreds of megabytes: it is read when a whole database is built, and never downloaded for a scan. */
  readonly isBulk?: boolean;
  readonly files: readonly FeedFile[];
  /** See AdvisorySource. */
  linkedFiles?(folder: FeedFolder): readonly FeedFile[];
  /** Pure over the fetched folder. Records that cannot be read are issues; a file that cannot be read is thrown. */
  parse(folder: FeedFolder, runtime: Runtime): AsyncIterable<EnrichmentRecord | Issue | FeedSummary>;
}

/** What one publisher says of one CVE; records of several publishers about one CVE are laid over each other. */
export interface EnrichmentRecord {
  readonly cve: string;
  readonly enrichment: Enrichment;
}

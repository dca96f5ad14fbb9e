import { type BaseImage } from '../../remedy/base/base-image.ts';
import { type CandidateTag } from '../../remedy/base/choose-candidates.ts';
import { type ImageSummary } from '../../remedy/base/summarise-image.ts';
import { type RuleFinding } from '../../model/finding.ts';
import { type ScanTarget } from '../../model/report.ts';

/** What `pratique recommend` answers. */
export interface Recommendation {
  readonly target: ScanTarget;
  readonly base: BaseImage;
  /** Of the base in use: of its own scan, or of its layers in the image. */
  readonly inUse?: ImageSummary;
  /** Last day of the support of the version in use, ISO. */
  readonly supportedUntil?: string;
  /** Whether the tag holds what is in use; absent where the tag could not be read. */
  readonly isCurrent?: boolean;
  /** Whole days between the base in use and what its tag holds; 0 where these are the same. */
  readonly daysBehindTag?: number;
  /** The best advice first. */
  readonly candidates: readonly Candidate[];
  /** End of support, and how far the base is behind its tag. */
  readonly findings: readonly RuleFinding[];
  /** What could not be asked or scanned, a line each. */
  readonly notes: readonly string[];
  /** Candidates come from earlier scans, without a network. */
  readonly isFromCatalogue: boolean;
  readonly isPrerelease: boolean;
}

export interface Candidate extends CandidateTag {
  /** Canonical, with its tag. */
  readonly reference: string;
  /** What to pin: of an index where the tag has one. */
  readonly digest?: string;
  /** Other tags of the same image. */
  readonly otherTags: readonly string[];
  readonly created?: string;
  readonly summary: ImageSummary;
  /** RFC 3339, of an earlier scan. */
  readonly scannedAt?: string;
  /** What of signatures was found beside it; none was verified. */
  readonly signatures: readonly string[];
}

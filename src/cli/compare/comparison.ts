import { type FixedFinding } from '../../model/baseline.ts';
import { type Finding } from '../../model/finding.ts';
import { type ImageConfig } from '../../model/image.ts';
import { type ScanReport } from '../../model/report.ts';
import { type SeverityCounts } from '../../remedy/base/summarise-image.ts';

/** One side of a comparison. A report that was read from a file has no configuration. */
export interface ComparedImage {
  readonly report: ScanReport;
  readonly config?: ImageConfig;
}

/** What differs between two images, the second being the new one. */
export interface Comparison {
  readonly before: ComparedImage;
  readonly after: ComparedImage;
  /** Different vulnerabilities by severity. */
  readonly counts: { readonly before: SeverityCounts; readonly after: SeverityCounts };
  /** With its `change`: the package or the flaw is new. */
  readonly added: readonly Finding[];
  readonly fixed: readonly FixedFinding[];
  readonly changed: readonly ChangedFinding[];
  readonly unchangedCount: number;
  readonly packages: readonly PackageChange[];
  readonly unchangedPackages: number;
  readonly bytes: { readonly before?: number; readonly after?: number };
  readonly settings: readonly SettingChange[];
}

/** The same finding with another severity, another fix, or another lane. */
export interface ChangedFinding {
  readonly finding: Finding;
  /** `severity medium → high; fix none → 1.2.3` */
  readonly detail: string;
}

export interface PackageChange {
  readonly change: 'added' | 'removed' | 'upgraded' | 'downgraded' | 'changed';
  /** `npm`, `deb` */
  readonly type: string;
  readonly name: string;
  /** All versions that are installed, in order; empty where it is not there. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A setting of the image: `user`, `environment NODE_ENV`, `label x`. */
export interface SettingChange {
  readonly setting: string;
  readonly before?: string;
  readonly after?: string;
}

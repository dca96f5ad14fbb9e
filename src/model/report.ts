import { type AuditReport } from './audit-report.ts';
import { type BaselineComparison } from './baseline.ts';
import { type Digest } from './digest.ts';
import { type EcosystemId } from './ecosystem.ts';
import { type Finding, type FindingKind } from './finding.ts';
import { type ImageFacts } from './image-facts.ts';
import { type Completeness, type Issue } from './issue.ts';
import { type Package } from './package.ts';
import { type PlannedAction } from './plan.ts';
import { type ImageReach } from './reach.ts';
import { type Platform } from './platform.ts';
import { type SuppressionNote } from './suppression.ts';
import { type TrustVerdict } from './trust/trust-verdict.ts';

/** The findings of one target, and the content that could not be scanned. */
export interface ScanReport {
  readonly target: ScanTarget;
  readonly packages: readonly Package[];
  /** Kinds of findings that were looked for. */
  readonly scannedFor: readonly FindingKind[];
  readonly findings: readonly Finding[];
  /** What to do about everything in lane `fix-now`, the most urgent first. */
  readonly plan: readonly PlannedAction[];
  /** What could not be scanned. An empty list is a claim that everything was. */
  readonly issues: readonly Issue[];
  readonly completeness: Completeness;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly advisories: AdvisoryDataUsed;
  /** What it was compared with (`--baseline`). */
  readonly baseline?: BaselineComparison;
  /** Who signed the image and whether that is trusted; absent if this was not requested. */
  readonly trust?: TrustVerdict;
  /** What is wrong with suppressions: expired, unused, without counterpart. Absent where none were given. */
  readonly suppressionNotes?: readonly SuppressionNote[];
  /** Only where the policy of another tool asks for it (`--policy-bundle`); no output has it. */
  readonly imageFacts?: ImageFacts;
  /** What the entrypoint of the image can load; absent where nobody asked (`--reach`). */
  readonly reach?: ImageReach;
  /** Of an audit of a host: every check with its verdict, also those that passed. */
  readonly audit?: AuditReport;
}

export interface ScanTarget {
  /** A reference or a path, as given. */
  readonly name: string;
  readonly scheme: string;
  /** References that an archive, a layout or an engine gives the image beside `name`; absent when there are none. */
  readonly references?: readonly string[];
  readonly manifestDigest?: Digest;
  readonly configDigest?: Digest;
  /** Absent where the target is a file or a repository, which is for no platform. */
  readonly platform?: Platform;
  readonly created?: string;
  readonly user?: string;
  readonly distribution?: DetectedDistribution;
  /** Attestation manifests beside the image in its index, which were not scanned; absent when there are none. */
  readonly attestationCount?: number;
  /** The registry that sent the image was not verified (`--insecure`); absent if it was verified, or if there was no registry. */
  readonly connection?: 'unverified';
  readonly layers: readonly ScannedLayer[];
}

/** What os-release(5) or a legacy file says; `ecosystem` is absent when no row of the table knows it. */
export interface DetectedDistribution {
  readonly id: string;
  readonly versionId?: string;
  readonly prettyName?: string;
  readonly ecosystem?: EcosystemId;
  /** As the distribution's advisories name it. */
  readonly release?: string;
  /** Last day of its security support, an ISO date: the free one, or what a subscription in the image pays for. */
  readonly endOfLife?: string;
  /** Paid services that the image has enabled, such as `esm-infra` of Ubuntu Pro. */
  readonly subscriptions?: readonly string[];
  /** Namespace of its packages' purls, where it is not that of the ecosystem: CentOS has Red Hat's advisories. */
  readonly purlNamespace?: string;
  /** Where it was read. */
  readonly path: string;
}

export interface ScannedLayer {
  readonly index: number;
  readonly digest?: Digest;
  /** As the image's configuration states it. */
  readonly diffId?: Digest;
  /** The layer's content was found to have this diffID. Where it was not, the manifest identifies the layer by `digest`. */
  readonly isDiffIdVerified?: boolean;
  readonly createdBy?: string;
  readonly compressedBytes?: number;
  readonly broughtBy: 'base' | 'own' | 'unknown';
}

/** Which advisory data answered, so that a report can be replayed. */
export interface AdvisoryDataUsed {
  /** `starter` is the small list inside the program. */
  readonly kind: 'database' | 'starter' | 'none';
  readonly builtAt?: Date;
  readonly shards: readonly { readonly name: string; readonly digest: Digest }[];
  readonly sources: readonly AdvisorySourceUsed[];
}

export interface AdvisorySourceUsed {
  readonly id: string;
  /** As of when it is known to be what its publisher serves, RFC 3339. */
  readonly asOf?: string;
  /** Date of its newest content, RFC 3339. */
  readonly newest?: string;
  readonly records: number;
}

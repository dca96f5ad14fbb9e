import { type FindingChange } from './finding-change.ts';
import { type Advisory, type AffectedRange, type Enrichment, type FixState } from './advisory.ts';
import { type PackageReach } from './reach.ts';
import { type Location } from './package.ts';
import { type Severity, type SeverityRating } from './severity.ts';
import { type SourcePosition } from './source-position.ts';
import { type Suppression } from './suppression.ts';

/** In the order in which a report shows them. */
export const findingKinds = ['vulnerability', 'misconfiguration', 'secret', 'license', 'audit'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Kinds that rules find: all but vulnerabilities, which advisories decide. */
export type RuleKind = Exclude<FindingKind, 'vulnerability'>;

/** What a finding asks of its reader. */
export const lanes = ['fix-now', 'no-fix-yet', 'wont-fix', 'not-applicable'] as const;
export type Lane = (typeof lanes)[number];

/** Lanes that a gate counts unless it names others: what is not in the container is listed and never gates. */
export const gatedLanes: readonly Lane[] = ['fix-now', 'no-fix-yet', 'wont-fix'];

interface FindingBase {
  /** Same input, same value, in every run: what suppressions, history and baselines key on. */
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly lane: Lane;
  /** Compared with a baseline; absent without one. */
  readonly change?: FindingChange;
  /** A suppressed finding stays in the report. */
  readonly suppression?: Suppression;
}

/** One flaw in one package, all its locations nested. */
export interface VulnerabilityFinding extends FindingBase {
  readonly kind: 'vulnerability';
  readonly locations: readonly Location[];
  /** Its CVE where it has one, otherwise the publisher's id. */
  readonly id: string;
  /** Every other id of the flaw. */
  readonly aliases: readonly string[];
  /** Id of the package in the report. Several copies of one version are one finding: the others are in `otherPackageIds`. */
  readonly packageId: string;
  readonly otherPackageIds: readonly string[];
  /** The record that decided, and every record that says the same. */
  readonly advisory: Omit<Advisory, 'affected'>;
  readonly advisoryIds: readonly string[];
  /** The range that matched; absent when an exact version was listed. */
  readonly range?: AffectedRange;
  readonly fixState: FixState;
  /** The lowest version that fixes it, on the line of the installed one where the advisory has several. */
  readonly fixedVersion?: string;
  /** The fix is published only in this stream, which needs more than an upgrade, such as Ubuntu's `pro`. */
  readonly fixStream?: string;
  /** The lowest version known to fix every flaw of this package that can be fixed; the same on all its findings. */
  readonly upgradeTo?: string;
  /** Every opinion, and whose decided. */
  readonly severities: readonly SeverityRating[];
  readonly severityOrigin: string;
  readonly enrichment: Enrichment;
  /** Whether the base image or the image's own instructions brought it; `unknown` if that is not known. */
  readonly broughtBy: 'base' | 'own' | 'unknown';
  /**
   * The record is the distribution's about its own build, and the package is of another supplier (`Package.supplier`): it may be fixed at
   * another version, or not at all. Or the package's name is only what its content suggests (`Package.candidates`).
   */
  readonly hasLowerConfidence?: boolean;
  /** Whether the entrypoint of the image can load its package, or the functions that the advisory names; absent where nobody asked (`--reach`). */
  readonly reach?: PackageReach;
  /** The package is owned by a distribution package and its distribution has no record of this flaw. */
  readonly isDistroSilent?: boolean;
}

/** One place where a rule fails. */
export interface RuleFinding extends FindingBase {
  readonly kind: RuleKind;
  readonly ruleId: string;
  /** What other tools and benchmarks call the rule: `DL3002`, `AVD-DS-0002`, `CIS-DI-0001`. */
  readonly aliases: readonly string[];
  /** Of the rule. */
  readonly title: string;
  /** What is wrong here, in one sentence. */
  readonly message: string;
  /** What to do, as an imperative. */
  readonly remediation: string;
  readonly references: readonly string[];
  /** Empty where the place is in the configuration of an image; see `setting`. */
  readonly locations: readonly RuleLocation[];
  /** Member of the image configuration that decides: `config.User`, `config.Env[2]`, `history[4]`. */
  readonly setting?: string;
  /** The instruction that did it, as the Dockerfile or the image's history has it. Of a file in an image the layer names it. */
  readonly instruction?: string;
  /** The line of the Dockerfile that did it, where the Dockerfile is known. */
  readonly source?: SourcePosition;
  /** The text in question. Secrets are masked before they get here. */
  readonly excerpt?: string;
  /** Of secrets: who can read it. */
  readonly exposure?: Exposure;
  /** Of licences: id of the package in the report. */
  readonly packageId?: string;
}

/**
 * Where a secret can be read: in a file of the container, in a layer below a deletion or a later version, in the image's history, or in its
 * configuration.
 */
export const exposures = ['final', 'deleted', 'history', 'config'] as const;
export type Exposure = (typeof exposures)[number];

/** Lines and columns count from 1; columns are UTF-16 code units, as editors count them. */
export interface RuleLocation {
  /** With `layerIndex`, a path inside the image without a leading slash; without, a file as the user named it. */
  readonly path: string;
  /** Layer that holds this version of the file, counted from 0 at the base. */
  readonly layerIndex?: number;
  readonly line?: number;
  /** The last line that belongs to it; absent where it is `line`. */
  readonly endLine?: number;
  readonly column?: number;
  /** The column after the last. */
  readonly endColumn?: number;
}

export type Finding = VulnerabilityFinding | RuleFinding;

/** Whether a list of known exploited flaws has it. */
export function isKnownExploited(finding: Finding): boolean {
  return finding.kind === 'vulnerability' && finding.enrichment.knownExploited !== undefined;
}

/** Whether there is nothing to upgrade to. A package that is itself the attack is removed, so it does not wait for a fix. */
export function isUnfixed(finding: Finding): boolean {
  if (finding.kind !== 'vulnerability' || finding.advisory.isMalware === true) return false;
  return finding.fixState !== 'fixed' || finding.fixStream !== undefined;
}

/** Whether nothing that the entrypoint reaches names its package. What is not known counts as reached. */
export function isUnreached(finding: Finding): boolean {
  return finding.kind === 'vulnerability' && finding.reach?.state === 'not-referenced';
}

/** Whether its record is about another build of the package. */
export function hasLowerConfidence(finding: Finding): boolean {
  return finding.kind === 'vulnerability' && finding.hasLowerConfidence === true;
}

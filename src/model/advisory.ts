import { type EcosystemId } from './ecosystem.ts';
import { type SeverityRating } from './severity.ts';

/** One publisher's record about one flaw, or a bulletin about several. */
export interface Advisory {
  /** The publisher's own id: `GHSA-…`, `DEBIAN-CVE-…`, `RHSA-2024:0001`. */
  readonly id: string;
  /** The advisory source it was read from, such as `osv` or `debian-tracker`. */
  readonly sourceId: string;
  /** Other ids of the very same flaw, a CVE among them where there is one. */
  readonly aliases: readonly string[];
  /** Flaws that a bulletin fixes (DSA, RHSA, ALSA …): each is a finding of its own. Empty for records about one flaw. */
  readonly covers: readonly string[];
  readonly title?: string;
  /** What its publisher writes about the flaw, often as Markdown; shortened, and absent where the publisher's licence does not allow a copy. */
  readonly description?: string;
  /** Kinds of weakness that it names, such as `CWE-79`. */
  readonly weaknesses?: readonly string[];
  /** Functions that have the flaw, where its publisher names them. Kept as data; matching does not read them. */
  readonly symbols?: readonly AffectedSymbols[];
  /** RFC 3339, as published. */
  readonly published?: string;
  readonly modified?: string;
  readonly severities: readonly SeverityRating[];
  /** http(s) only. */
  readonly references: readonly string[];
  /** `MAL-…` and the like: the package itself is the attack. */
  readonly isMalware?: boolean;
  readonly affected: readonly AffectedPackage[];
}

/** Functions of one package or import path that have a flaw. */
export interface AffectedSymbols {
  /** Go's import path, or the name of a crate. */
  readonly path: string;
  /** Empty for all of them. */
  readonly symbols: readonly string[];
}

/** A fact about one package of one ecosystem and release, positive or negative. */
export interface AffectedPackage {
  readonly ecosystem: EcosystemId;
  /** Absent for languages and rolling distributions. */
  readonly release?: string;
  /** Normalised as the ecosystem does it. */
  readonly name: string;
  /** `not-affected` suppresses what other records say of this flaw in this package and release. */
  readonly status: 'affected' | 'not-affected' | 'under-investigation';
  /** Half-open intervals; the package is affected inside any of them. */
  readonly ranges: readonly AffectedRange[];
  /** Exact versions that are affected in addition to the ranges. */
  readonly versions: readonly string[];
  readonly fixState: FixState;
  /** The publisher's own severity for this package, where it has one. */
  readonly severity?: SeverityRating;
  /** Restricts the fact to these; empty or absent means any. */
  readonly architectures?: readonly string[];
  /** Module stream of an RPM that this is about, `name:stream`. */
  readonly module?: string;
  /** Stream or product that the fact is limited to, such as Ubuntu's `pro` or a Red Hat CPE suffix. */
  readonly stream?: string;
}

/** From `introduced` (`'0'` is before everything) up to `fixed` (exclusive) or `lastAffected` (inclusive); open without either. */
export interface AffectedRange {
  readonly introduced: string;
  readonly fixed?: string;
  readonly lastAffected?: string;
}

/** `deferred`: the publisher has put a fix off, to come with a later one or not at all. */
export type FixState = 'fixed' | 'no-fix-yet' | 'deferred' | 'wont-fix' | 'end-of-life' | 'unknown';

/** What a store is asked: all facts about one package name in one shard. */
export interface AdvisoryKey {
  readonly ecosystem: EcosystemId;
  readonly release?: string;
  /** Source or binary name, as the ecosystem's row says. */
  readonly name: string;
}

/** One answer of a store: an advisory with the one fact that made it an answer. */
export interface Candidate {
  readonly advisory: Omit<Advisory, 'affected'>;
  readonly affected: AffectedPackage;
}

/** Facts of a store about one package name, decoded on demand while the store is open. */
export interface KnownFacts {
  /** In the order of advisory ids. Throws DATABASE_DAMAGED. */
  all(): readonly Candidate[];
  /**
   * At least those that can matter to a version that is past every fix for which `isSettled` says so. Left out are facts whose intervals all end with
   * such a fix, and those that do not say "affected", unless they share an id with one that is not left out: what they say may decide about that.
   * Where the order of versions is total, `isSettled` is asked about few fixes and has to keep to that order. In the order of {@link all}. Throws DATABASE_DAMAGED.
   */
  unsettled(isSettled: (fixed: string) => boolean): readonly Candidate[];
}

/**
 * What a store knows of an ecosystem or a release: its publishers track it, their records only mention it here and there, or it has nothing. Only
 * with the first does an empty answer mean that no flaw is known.
 */
export type Coverage = 'covered' | 'mentioned' | 'none';

/** Facts that are in memory anyway: none is worth leaving out. */
export function factsInMemory(candidates: readonly Candidate[]): KnownFacts {
  return { all: () => candidates, unsettled: () => candidates };
}

/** Facts about a CVE from other lists; shown with their dates. */
export interface Enrichment {
  /** How the CVE itself is rated, in the order in which it decides: by NVD, by its numbering authority, and the highest of all other publishers. */
  readonly severities?: readonly SeverityRating[];
  /** CISA's catalogue of known exploited vulnerabilities. */
  readonly knownExploited?: { readonly addedOn: string; readonly dueOn?: string; readonly isRansomware: boolean };
  /** FIRST's exploit prediction: probability in the next 30 days and its percentile, both 0…1. */
  readonly exploitPrediction?: { readonly probability: number; readonly percentile: number; readonly scoredOn: string };
  /** CISA's decision points (SSVC): how the CVE is exploited and what that would mean. */
  readonly assessment?: ExploitAssessment;
  /** What the CVE is about, in the words of its record. */
  readonly description?: string;
  /** Kinds of weakness that the CVE's record names, such as `CWE-79`. */
  readonly weaknesses?: readonly string[];
}

/** The decision points that CISA publishes with a CVE: https://www.cisa.gov/ssvc */
export interface ExploitAssessment {
  readonly exploitation: 'none' | 'poc' | 'active';
  readonly isAutomatable?: boolean;
  readonly technicalImpact?: 'partial' | 'total';
  readonly assessedOn?: string;
}

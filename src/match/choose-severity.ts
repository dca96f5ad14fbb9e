import { type EcosystemId, ecosystem } from '../model/ecosystem.ts';
import { type Severity, type SeverityRating, severityRank } from '../model/severity.ts';

export interface ChosenSeverity {
  readonly severity: Severity;
  /** Whose rating decided; `none` where there is none. */
  readonly severityOrigin: string;
}

const unknown: ChosenSeverity = { severity: 'unknown', severityOrigin: 'none' };

/**
 * For packages of a distribution its own rating decides; where it has none, NVD's, then the CVE's numbering authority's, then the highest of all
 * others. For all other packages GitHub's reviewed rating decides, then a publisher's CVSS vector, then NVD, then any.
 */
export function chooseSeverity(id: EcosystemId, own: SeverityRating | undefined, ratings: readonly SeverityRating[]): ChosenSeverity {
  const isDistribution = ecosystem(id).distribution !== undefined;
  if (isDistribution && own !== undefined && own.severity !== 'unknown') return { severity: own.severity, severityOrigin: own.origin };
  const rankOf = isDistribution ? (rating: SeverityRating) => distributionRank(rating, id) : languageRank;
  return pick(own === undefined ? ratings : [own, ...ratings], rankOf);
}

/** The CVE's own rating, for a finding that no record rates. */
export function chooseOwnSeverity(ratings: readonly SeverityRating[]): ChosenSeverity {
  return pick(ratings, (rating) => distributionRank(rating, undefined));
}

/** The rating with the lowest rank; of equals the first. */
function pick(ratings: readonly SeverityRating[], rankOf: (rating: SeverityRating) => number): ChosenSeverity {
  let chosen: SeverityRating | undefined;
  let chosenRank = Number.POSITIVE_INFINITY;
  for (const rating of ratings) {
    if (rating.severity === 'unknown') continue;
    const rank = rankOf(rating);
    if (rank >= chosenRank) continue;
    chosen = rating;
    chosenRank = rank;
  }
  return chosen === undefined ? unknown : { severity: chosen.severity, severityOrigin: chosen.origin };
}

/** What is none of the first three is ranked by how severe it says the flaw is. */
function distributionRank({ origin, severity }: SeverityRating, distribution: EcosystemId | undefined): number {
  if (origin === distribution) return 0;
  if (origin === 'nvd') return 1;
  return origin === 'cna' ? 2 : 3 + severityRank(severity);
}

function languageRank({ origin, vector }: SeverityRating): number {
  if (origin === 'ghsa') return vector === undefined ? 1 : 2;
  if (origin === 'nvd') return 4;
  return vector === undefined ? 5 : 3;
}

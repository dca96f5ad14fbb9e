import { type EcosystemId, ecosystem } from '../model/ecosystem.ts';
import { type Severity, type SeverityRating } from '../model/severity.ts';

export interface ChosenSeverity {
  readonly severity: Severity;
  /** Whose opinion decided; `none` when nobody has one. */
  readonly severityOrigin: string;
}

/**
 * The distribution's own opinion for its packages; for all others, and where it has none, GitHub's reviewed rating, then whoever gives a
 * CVSS vector, then NVD, then anybody. Of equals the first in the list decides.
 */
export function chooseSeverity(id: EcosystemId, own: SeverityRating | undefined, ratings: readonly SeverityRating[]): ChosenSeverity {
  const isDistribution = ecosystem(id).distribution !== undefined;
  if (isDistribution && own !== undefined && own.severity !== 'unknown') return { severity: own.severity, severityOrigin: own.origin };
  let chosen: SeverityRating | undefined;
  let chosenRank = Number.POSITIVE_INFINITY;
  for (const rating of own === undefined ? ratings : [own, ...ratings]) {
    if (rating.severity === 'unknown') continue;
    const rank = ratingRank(rating, isDistribution ? id : undefined);
    if (rank >= chosenRank) continue;
    chosen = rating;
    chosenRank = rank;
  }
  return chosen === undefined
    ? { severity: 'unknown', severityOrigin: 'none' }
    : { severity: chosen.severity, severityOrigin: chosen.origin };
}

function ratingRank({ origin, vector }: SeverityRating, distribution: EcosystemId | undefined): number {
  if (origin === distribution) return 0;
  if (origin === 'ghsa') return vector === undefined ? 1 : 2;
  if (origin === 'nvd') return 4;
  return vector === undefined ? 5 : 3;
}

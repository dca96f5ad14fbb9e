import { type Enrichment } from '../model/advisory.ts';
import { type Lane, type VulnerabilityFinding } from '../model/finding.ts';
import { type SeverityRating } from '../model/severity.ts';
import { chooseOwnSeverity } from './choose-severity.ts';

/** The findings with what is known of their CVEs beyond the advisories; in the same order. `enrichments` is by CVE. */
export function enrichFindings(
  findings: readonly VulnerabilityFinding[],
  enrichments: ReadonlyMap<string, Enrichment>,
): readonly VulnerabilityFinding[] {
  if (enrichments.size === 0) return findings;
  return findings.map((finding) => {
    const known = enrichments.get(finding.id);
    if (known === undefined) return finding;
    const { severities = [], ...enrichment } = known;
    return { ...finding, ...ratedBy(severities, finding), enrichment, lane: laneWith(enrichment, finding.lane) };
  });
}

/** What a record rates stays as it is rated there, and how the CVE's own record is scored is one more opinion. */
function ratedBy(own: readonly SeverityRating[], { severity, severities }: VulnerabilityFinding): Partial<VulnerabilityFinding> {
  if (own.length === 0) return {};
  if (severity === 'unknown') return { ...chooseOwnSeverity(own), severities: [...severities, ...own] };
  const scored = own.filter(({ origin, vector }) => recordOrigins.has(origin) && severities.every((each) => each.vector !== vector));
  return scored.length === 0 ? {} : { severities: [...severities, ...scored] };
}

const recordOrigins: ReadonlySet<string> = new Set(['nvd', 'cna', 'cisa']);

/** What is known to be exploited asks for action with or without a fix, unless it is not in the container at all. */
function laneWith({ knownExploited }: Enrichment, lane: Lane): Lane {
  return knownExploited === undefined || lane === 'not-applicable' ? lane : 'fix-now';
}

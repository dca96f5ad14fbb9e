import { type Enrichment } from '../model/advisory.ts';
import { type Lane, type VulnerabilityFinding } from '../model/finding.ts';

/** The findings with what is known of their CVEs beyond the advisories; in the same order. `enrichments` is by CVE. */
export function enrichFindings(
  findings: readonly VulnerabilityFinding[],
  enrichments: ReadonlyMap<string, Enrichment>,
): readonly VulnerabilityFinding[] {
  if (enrichments.size === 0) return findings;
  return findings.map((finding) => {
    const enrichment = enrichments.get(finding.id);
    return enrichment === undefined ? finding : { ...finding, enrichment, lane: laneWith(enrichment, finding.lane) };
  });
}

/** What is known to be exploited asks for action with or without a fix, unless it is not in the container at all. */
function laneWith({ knownExploited }: Enrichment, lane: Lane): Lane {
  return knownExploited === undefined || lane === 'not-applicable' ? lane : 'fix-now';
}

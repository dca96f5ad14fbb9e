import { type AdvisoryStore } from '../advisory/store/advisory-store.ts';
import { optimiseLater } from '../lib/engine/optimise-later.ts';
import { cvesOf } from '../match/cves-of.ts';
import { enrichFindings } from '../match/enrich-findings.ts';
import { matchPackages } from '../match/match-packages.ts';
import { type VulnerabilityFinding } from '../model/finding.ts';
import { type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { type AdvisoryDataUsed, type DetectedDistribution } from '../model/report.ts';
import { findEnrichments, findFacts } from './find-facts.ts';

export interface MatchInput {
  readonly packages: readonly Package[];
  readonly distribution?: DetectedDistribution;
  readonly baseLayerCount?: number;
}

export interface NewMatches {
  readonly findings: readonly VulnerabilityFinding[];
  readonly issues: readonly Issue[];
  /** What answered. */
  readonly used: AdvisoryDataUsed;
  /** Whether all advisories could be read. */
  readonly isWhole: boolean;
}

/** Packages → candidates → findings. */
export async function matchAnew(input: MatchInput, store: AdvisoryStore, now: Date): Promise<NewMatches> {
  // From here on hardly anything is done often enough to be worth a compiler's time.
  optimiseLater();
  const found = await findFacts(input.packages, store);
  const answers = { facts: found.facts, coverageOf: store.coverage.bind(store), isStarter: store.kind === 'starter' };
  const matched = matchPackages({ ...input, ...answers, now });
  const issues = found.issues();
  const { enrichments, issues: enrichmentIssues } = await findEnrichments(cvesOf(matched.findings), store);
  return {
    findings: enrichFindings(matched.findings, enrichments),
    issues: [...issues, ...enrichmentIssues, ...matched.issues],
    used: store.used(),
    isWhole: issues.length + enrichmentIssues.length === 0,
  };
}

import { type AdvisoryStore } from '../advisory/store/advisory-store.ts';
import { optimiseLater } from '../lib/engine/optimise-later.ts';
import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { cvesOf } from '../match/cves-of.ts';
import { enrichFindings } from '../match/enrich-findings.ts';
import { matchPackages } from '../match/match-packages.ts';
import { type VulnerabilityFinding } from '../model/finding.ts';
import { type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';
import { type AdvisoryDataUsed, type DetectedDistribution } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { findEnrichments, findFacts } from './find-facts.ts';
import { recall, remember } from './remembered.ts';

export interface MatchedCatalog {
  readonly findings: readonly VulnerabilityFinding[];
  readonly issues: readonly Issue[];
  /** What answered. */
  readonly used: AdvisoryDataUsed;
}

export interface MatchCatalogInput {
  readonly packages: readonly Package[];
  readonly distribution?: DetectedDistribution;
  readonly baseLayerCount?: number;
  /** Names these packages among all that were ever catalogued; absent when they may not be remembered. */
  readonly identity?: string;
}

/** Packages → findings. What a cache knows of these packages and these very advisories is not worked out again. */
export async function matchCatalog(
  input: MatchCatalogInput,
  store: AdvisoryStore,
  cache: FileCache | undefined,
  runtime: Runtime,
): Promise<MatchedCatalog> {
  // From here on hardly anything is done often enough to be worth a compiler's time.
  optimiseLater();
  const now = runtime.now();
  const { identity, ...matchInput } = input;
  const key =
    identity === undefined
      ? undefined
      : JSON.stringify(['matched', matchedFormat, identity, input.baseLayerCount ?? -1, store.digest, now.toISOString().slice(0, 10)]);
  const known = await recall(key, cache);
  if (known !== undefined) return revive(known as MatchedCatalog);
  const found = await findFacts(input.packages, store);
  const answers = { facts: found.facts, coverageOf: store.coverage.bind(store), isStarter: store.kind === 'starter' };
  const matched = matchPackages({ ...matchInput, ...answers, now });
  const issues = found.issues();
  const { enrichments, issues: enrichmentIssues } = await findEnrichments(cvesOf(matched.findings), store);
  const findings = enrichFindings(matched.findings, enrichments);
  const result = { findings, issues: [...issues, ...enrichmentIssues, ...matched.issues], used: store.used() };
  const isWhole = issues.length + enrichmentIssues.length === 0;
  if (key !== undefined && isWhole) await remember(key, result, cache, runtime);
  return result;
}

/** Raised when findings for the same packages and advisories change, or what is remembered has another shape. */
const matchedFormat = 6;

/** Dates are the one thing that JSON does not bring back. */
function revive(matched: MatchedCatalog): MatchedCatalog {
  const { builtAt, ...used } = matched.used;
  return { ...matched, used: builtAt === undefined ? used : { ...used, builtAt: new Date(builtAt) } };
}

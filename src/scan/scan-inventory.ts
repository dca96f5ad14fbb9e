import { type FileCache } from '../lib/file-cache/file-cache.ts';
import { type Completeness, type Issue } from '../model/issue.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { planActions } from '../remedy/plan-actions.ts';
import { type AdvisoryOpener } from './advisory-opener.ts';
import { advisoryIssues } from './advisory-issues.ts';
import { endOfLifeIssues } from './end-of-life-issue.ts';
import { runtimeEndOfLifeIssues } from './runtime-end-of-life.ts';
import { labelFindings } from './label-findings.ts';
import { matchCatalog, type MatchCatalogInput, type MatchedCatalog } from './match-catalog.ts';
import { findAbsent, selectPackages } from './select-packages.ts';
import { type TakenInventory } from './take-inventory.ts';

export interface ScanInventoryOptions {
  readonly cache?: FileCache;
  /** Names or purls; when given, only these packages are matched and reported. */
  readonly onlyPackages?: readonly string[];
  /** When work on the target began. */
  readonly startedAt: Date;
}

/** The second half of a scan, the same for an image and for an SBOM: packages → candidates → findings → plan → report. */
export async function scanInventory(
  inventory: TakenInventory,
  open: AdvisoryOpener,
  { cache, onlyPackages, startedAt }: ScanInventoryOptions,
  runtime: Runtime,
): Promise<ScanReport> {
  const { target, baseLayerCount } = inventory;
  const selected = selectPackages(inventory, onlyPackages);
  const kinds = inventory.kinds.filter((kind) => onlyPackages === undefined || kind === 'vulnerability');
  const matching = { ...selected, ...(baseLayerCount === undefined ? {} : { baseLayerCount }) };
  const { matched, notFetched, asOf } = kinds.includes('vulnerability') ? await match(matching, open, cache, runtime) : nothingMatched;
  const ruleFindings = inventory.ruleFindings.filter(({ kind }) => kinds.includes(kind));
  const issues = [
    ...inventory.issues,
    ...endOfLifeIssues(inventory, startedAt),
    ...(kinds.includes('vulnerability') ? runtimeEndOfLifeIssues(selected.packages, startedAt) : []),
    ...findAbsent(inventory.packages, onlyPackages),
    ...(matched.used.kind === 'none' ? [] : advisoryIssues(matched.used, asOf ?? startedAt)),
    ...notFetched,
    ...matched.issues,
  ];
  return {
    target,
    packages: selected.packages,
    scannedFor: kinds,
    findings: [...labelFindings(matched.findings, inventory.reach), ...ruleFindings],
    plan: planActions(matched.findings, selected.packages, { layers: target.layers }),
    issues,
    completeness: completenessOf(issues, inventory.hasContent),
    startedAt,
    durationMs: runtime.now().getTime() - startedAt.getTime(),
    advisories: matched.used,
    ...(inventory.reach === undefined ? {} : { reach: inventory.reach.image }),
    ...(inventory.imageFacts === undefined ? {} : { imageFacts: inventory.imageFacts }),
  };
}

interface Matched {
  readonly matched: MatchedCatalog;
  /** What could not be downloaded. */
  readonly notFetched: readonly Issue[];
  /** By which their age is judged, where older ones were wanted. */
  readonly asOf?: Date;
}

/** Where nobody asked for vulnerabilities, no advisories are opened. */
const nothingMatched: Matched = { matched: { findings: [], issues: [], used: { kind: 'none', shards: [], sources: [] } }, notFetched: [] };

async function match(input: MatchCatalogInput, open: AdvisoryOpener, cache: FileCache | undefined, runtime: Runtime): Promise<Matched> {
  const { store, issues, noteDamage, asOf } = await open(input.packages);
  try {
    const matched = await matchCatalog(input, store, cache, runtime);
    if (matched.issues.some(({ code }) => code === 'ADVISORIES_UNREADABLE')) noteDamage?.();
    return { matched, notFetched: issues, ...(asOf !== undefined && { asOf }) };
  } finally {
    await store[Symbol.asyncDispose]();
  }
}

/** Any issue makes a report partial: something was not scanned, or confidence is lower. */
function completenessOf(issues: readonly Issue[], hasContent: boolean): Completeness {
  if (!hasContent) return 'none';
  return issues.length === 0 ? 'complete' : 'partial';
}

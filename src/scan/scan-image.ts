import { type AdvisoryStore } from '../advisory/store/advisory-store.ts';
import { findBaseLayerCount } from '../match/base-layers.ts';
import { type Image } from '../model/image.ts';
import { type Completeness, type Issue } from '../model/issue.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { planActions } from '../remedy/plan-actions.ts';
import { advisoryIssues } from './advisory-issues.ts';
import { catalogImage, issuesOf, type CatalogOptions } from './catalog-image.ts';
import { describeTarget } from './describe-target.ts';
import { matchCatalog } from './match-catalog.ts';
import { findAbsent, selectPackages } from './select-packages.ts';

export interface ScanImageOptions extends CatalogOptions {
  /** Names or purls; when given, only these packages are matched and reported. */
  readonly onlyPackages?: readonly string[];
}

/** The pipeline: an image's layers → files → packages → candidates → findings → plan → report. */
export async function scanImage(image: Image, store: AdvisoryStore, options: ScanImageOptions, runtime: Runtime): Promise<ScanReport> {
  const startedAt = runtime.now();
  const catalog = await catalogImage(image, options, runtime);
  const selected = selectPackages(catalog, options.onlyPackages);
  const baseLayerCount = findBaseLayerCount(image.config);
  const matched = await matchCatalog(
    { ...selected, ...(baseLayerCount === undefined ? {} : { baseLayerCount }) },
    store,
    options.cache,
    runtime,
  );
  const issues = [
    ...issuesOf(image, catalog),
    ...findAbsent(catalog.packages, options.onlyPackages),
    ...advisoryIssues(matched.used, startedAt),
    ...matched.issues,
  ];
  return {
    target: describeTarget(image, catalog, baseLayerCount),
    packages: selected.packages,
    scannedFor: ['vulnerability'],
    findings: matched.findings,
    plan: planActions(matched.findings, selected.packages),
    issues,
    completeness: completenessOf(issues, catalog.hasContent),
    startedAt,
    durationMs: runtime.now().getTime() - startedAt.getTime(),
    advisories: matched.used,
  };
}

/** Any issue makes a report partial: something was not scanned, or confidence is lower. */
function completenessOf(issues: readonly Issue[], hasContent: boolean): Completeness {
  if (!hasContent) return 'none';
  return issues.length === 0 ? 'complete' : 'partial';
}

import { type AdvisoryStore } from '../advisory/advisory-store.ts';
import { advisoryKeysOf } from '../match/advisory-keys.ts';
import { findBaseLayerCount } from '../match/base-layers.ts';
import { cvesOf } from '../match/cves-of.ts';
import { matchPackages } from '../match/match-packages.ts';
import { type Image } from '../model/image.ts';
import { type ScanReport } from '../model/report.ts';
import { type Runtime } from '../model/runtime.ts';
import { advisoryIssues } from './advisory-issues.ts';
import { catalogImage, issuesOf, type CatalogOptions } from './catalog-image.ts';
import { completenessOf } from './completeness.ts';
import { describeTarget } from './describe-target.ts';
import { selectPackages } from './select-packages.ts';

export interface ScanImageOptions extends CatalogOptions {
  /** Names or purls; when given, only findings of these packages are looked for. */
  readonly onlyPackages?: readonly string[];
}

/** The line: an image's layers → files → packages → candidates → findings → report. */
export async function scanImage(image: Image, store: AdvisoryStore, options: ScanImageOptions, runtime: Runtime): Promise<ScanReport> {
  const startedAt = runtime.now();
  const catalog = await catalogImage(image, options, runtime);
  const packages = selectPackages(catalog.packages, options.onlyPackages);
  const candidates = await store.find(packages.flatMap(advisoryKeysOf));
  const enrichments = await store.enrich(cvesOf(candidates));
  const baseLayerCount = findBaseLayerCount(image.config);
  const matched = matchPackages({
    packages,
    candidates,
    enrichments,
    covers: (ecosystem, release) => store.covers(ecosystem, release),
    now: startedAt,
    ...(catalog.distribution === undefined ? {} : { distribution: catalog.distribution }),
    ...(baseLayerCount === undefined ? {} : { baseLayerCount }),
  });
  const issues = [...issuesOf(image, catalog), ...advisoryIssues(store.used(), startedAt), ...matched.issues];
  return {
    target: describeTarget(image, catalog, baseLayerCount),
    packages,
    findings: matched.findings,
    issues,
    completeness: completenessOf(issues, catalog.hasContent),
    startedAt,
    durationMs: runtime.now().getTime() - startedAt.getTime(),
    advisories: store.used(),
  };
}

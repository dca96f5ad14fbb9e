import { type Finding } from '../../model/finding.ts';
import { compareWithBaseline } from '../../policy/baseline/compare-with-baseline.ts';
import { countBySeverity, summariseImage } from '../../remedy/base/summarise-image.ts';
import { compareSettings } from './compare-settings.ts';
import { comparePackages } from './compare-packages.ts';
import { type ChangedFinding, type ComparedImage, type Comparison } from './comparison.ts';

/** What of findings is compared. */
export interface ComparedKinds {
  readonly counts: (finding: Finding) => boolean;
  readonly packageTypes?: ReadonlySet<string>;
}

/** Findings are recognised as a baseline recognises them: by the flaw and the package, not by versions, layers or paths. Pure. */
export function compareImages(before: ComparedImage, after: ComparedImage, { counts, packageTypes }: ComparedKinds): Comparison {
  const [old, now] = [before, after].map((side) => restrict(side, counts, packageTypes)) as [ComparedImage, ComparedImage];
  const compared = compareWithBaseline(now.report, old.report);
  const back = compareWithBaseline(old.report, now.report);
  const shown = compared.findings.filter(({ suppression }) => suppression === undefined);
  const known = shown.filter(({ change }) => change === 'pre-existing');
  const changed = findChanged(known, back.findings);
  const { changes, unchanged } = comparePackages(old.report.packages, now.report.packages);
  const [oldBytes, newBytes] = [old, now].map(({ report }) => summariseImage(report).compressedBytes);
  return {
    before: old,
    after: now,
    counts: { before: countBySeverity(old.report.findings), after: countBySeverity(now.report.findings) },
    added: shown.filter(({ change }) => change !== 'pre-existing'),
    fixed: compared.baseline?.fixed ?? [],
    changed,
    unchangedCount: known.length - changed.length,
    packages: changes,
    unchangedPackages: unchanged,
    bytes: { ...(oldBytes === undefined ? {} : { before: oldBytes }), ...(newBytes === undefined ? {} : { after: newBytes }) },
    settings: compareSettings(before, after),
  };
}

function restrict(side: ComparedImage, counts: ComparedKinds['counts'], types: ReadonlySet<string> | undefined): ComparedImage {
  const { report } = side;
  const packages = types === undefined ? report.packages : report.packages.filter(({ purl }) => types.has(/^pkg:([^/]+)\//.exec(purl)?.[1] ?? ''));
  const kept = types === undefined ? undefined : new Set(packages.map(({ id }) => id));
  const findings = report.findings.filter((finding) => counts(finding) && (kept === undefined || (finding.packageId !== undefined && kept.has(finding.packageId))));
  return { ...side, report: { ...report, packages, findings } };
} // prettier-ignore

function findChanged(known: readonly Finding[], before: readonly Finding[]): readonly ChangedFinding[] {
  const byFingerprint = new Map(before.map((finding) => [finding.fingerprint, finding]));
  return known.flatMap((finding) => {
    const old = byFingerprint.get(finding.fingerprint);
    const detail = old === undefined ? '' : describeChange(old, finding);
    return detail === '' ? [] : [{ finding, detail }];
  });
}

function describeChange(old: Finding, now: Finding): string {
  const fix = (finding: Finding): string => (finding.kind === 'vulnerability' ? (finding.fixedVersion ?? 'none') : '');
  const exploited = (finding: Finding): string => (finding.kind === 'vulnerability' && finding.enrichment.knownExploited !== undefined ? 'yes' : 'no');
  const parts: readonly (readonly [string, string, string])[] = [
    ['severity', old.severity, now.severity],
    ['fix', fix(old), fix(now)],
    ['exploited', exploited(old), exploited(now)],
  ];
  return parts.flatMap(([name, from, to]) => (from === to ? [] : [`${name} ${from} → ${to}`])).join('; ');
} // prettier-ignore

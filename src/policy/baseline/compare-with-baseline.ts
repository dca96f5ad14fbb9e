import { type BaselineComparison, type FixedFinding } from '../../model/baseline.ts';
import { type FindingChange } from '../../model/finding-change.ts';
import { type Finding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type ScanReport } from '../../model/report.ts';

/** The report with a change on every finding, and with what the baseline had besides. Pure. */
export function compareWithBaseline(report: ScanReport, baseline: ScanReport): ScanReport {
  const packages = packagesOf(report);
  const before = { packages: packagesOf(baseline), keys: new Set<string>(), purls: new Set(baseline.packages.map(versionedPurl)) };
  for (const finding of baseline.findings) for (const key of keysOf(finding, before.packages)) before.keys.add(key);
  const now = new Set<string>();
  const findings = report.findings.map((finding) => {
    const keys = keysOf(finding, packages);
    for (const key of keys) now.add(key);
    return { ...finding, change: changeOf(finding, keys, packages, before) };
  });
  const { name, manifestDigest, configDigest } = baseline.target;
  const fixed = baseline.findings.filter(
    (finding) => finding.suppression === undefined && !keysOf(finding, before.packages).some((key) => now.has(key)),
  );
  const comparison: BaselineComparison = {
    name,
    ...(manifestDigest === undefined ? {} : { manifestDigest }),
    ...(configDigest === undefined ? {} : { configDigest }),
    startedAt: baseline.startedAt,
    fixed: fixed.map((finding) => toFixed(finding, before.packages)),
  };
  return { ...report, findings, baseline: comparison };
}

type Packages = ReadonlyMap<string, Package>;

function packagesOf({ packages }: ScanReport): Packages {
  return new Map(packages.map((found) => [found.id, found]));
}

function changeOf(
  finding: Finding,
  keys: readonly string[],
  packages: Packages,
  before: { readonly keys: ReadonlySet<string>; readonly purls: ReadonlySet<string> },
): FindingChange {
  if (keys.some((key) => before.keys.has(key))) return 'pre-existing';
  if (finding.kind !== 'vulnerability') return 'introduced';
  const ids = [finding.packageId, ...finding.otherPackageIds];
  const purls = ids.flatMap((id) => {
    const found = packages.get(id);
    return found === undefined ? [] : [versionedPurl(found)];
  });
  return purls.some((purl) => before.purls.has(purl)) ? 'disclosed' : 'introduced';
}

/** Qualifiers differ by how an image is described, not by what is in it. */
function versionedPurl({ purl }: Package): string {
  return purl.replace(/[?#].*$/s, '');
}

/** The fingerprint, and every name of the flaw with its package: an advisory may get its CVE between two scans. */
function keysOf(finding: Finding, packages: Packages): readonly string[] {
  if (finding.kind !== 'vulnerability') return [finding.fingerprint];
  const found = packages.get(finding.packageId);
  if (found === undefined) return [finding.fingerprint];
  return [finding.fingerprint, ...[finding.id, ...finding.aliases].map((id) => `${id}\n${found.ecosystem}\n${found.name}`)];
}

function toFixed(finding: Finding, packages: Packages): FixedFinding {
  const { kind, fingerprint, severity } = finding;
  const id = finding.kind === 'vulnerability' ? finding.id : finding.ruleId;
  const found = finding.packageId === undefined ? undefined : packages.get(finding.packageId);
  if (found === undefined) return { kind, id, fingerprint, severity };
  const { name, version } = found;
  return { kind, id, fingerprint, severity, package: { name, ...(version === undefined ? {} : { version }) } };
}

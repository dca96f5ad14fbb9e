import { ecosystem } from '../../model/ecosystem.ts';
import { type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { compareReach, type PackageReach } from '../../model/reach.ts';
import { type ReportView } from '../report-view.ts';

/** Findings that one upgrade takes away: binaries of one source in one layer, or one version of a language package. */
export interface PackageGroup {
  readonly name: string;
  readonly version: string;
  readonly upgradeTo?: string;
  /** Binary packages of the source that have findings, where they are not just the source itself. */
  readonly binaries: readonly string[];
  readonly layerIndex: number;
  readonly broughtBy: VulnerabilityFinding['broughtBy'];
  /** Every place, for packages that are files of their own. */
  readonly paths: readonly string[];
  /** Name of the package whose files it is of, and whether its distribution has no record of these findings. */
  readonly owner?: { readonly name: string; readonly isSilent: boolean };
  /** Who published it, where that is not its distribution. */
  readonly supplier?: { readonly name: string; readonly distribution: string };
  /** Whether the entrypoint reaches it: of its findings, the state that counts most. Absent where nobody asked. */
  readonly reach?: PackageReach;
  /** One for each id, worst first. */
  readonly findings: readonly VulnerabilityFinding[];
}

/** In the order of the findings given, so the group with the worst comes first. */
export function groupByPackage(findings: readonly VulnerabilityFinding[], packages: ReportView['packages']): readonly PackageGroup[] {
  const groups = new Map<string, VulnerabilityFinding[]>();
  for (const finding of findings) {
    const key = groupKey(finding, packages.get(finding.packageId));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return Array.from(groups.values(), (group) => describeGroup(group, packages));
}

function groupKey(finding: VulnerabilityFinding, found: Package | undefined): string {
  if (found === undefined) return finding.packageId;
  const { name, version } = subjectOf(found);
  return `${found.ecosystem} ${name} ${version} ${found.layerIndex} ${found.ownedBy ?? ''}`;
}

function describeGroup(group: readonly VulnerabilityFinding[], packages: ReportView['packages']): PackageGroup {
  const first = group[0]!;
  const found = packages.get(first.packageId);
  const { name, version } = found === undefined ? { name: first.packageId, version: '' } : subjectOf(found);
  const isDistribution = found !== undefined && ecosystem(found.ecosystem).distribution !== undefined;
  const binaries = new Set(group.map((finding) => packages.get(finding.packageId)?.name ?? name));
  const paths = isDistribution ? [] : group.flatMap((finding) => finding.locations.map((location) => location.path));
  const upgradeTo = group.find((finding) => finding.upgradeTo !== undefined)?.upgradeTo;
  const owner = packages.get(found?.ownedBy ?? '')?.name;
  return {
    name,
    version,
    ...(upgradeTo === undefined ? {} : { upgradeTo }),
    binaries: binaries.size === 1 && binaries.has(name) ? [] : [...binaries].sort(),
    layerIndex: found?.layerIndex ?? 0,
    broughtBy: first.broughtBy,
    paths: [...new Set(paths)].sort(),
    ...(owner === undefined ? {} : { owner: { name: owner, isSilent: group.some((finding) => finding.isDistroSilent === true) } }),
    ...(isDistribution && found.supplier !== undefined
      ? { supplier: { name: found.supplier, distribution: ecosystem(found.ecosystem).displayName } }
      : {}),
    ...reachOf(group),
    findings: [...new Map(group.map((finding) => [finding.id, finding])).values()],
  };
}

function reachOf(group: readonly VulnerabilityFinding[]): Pick<PackageGroup, 'reach'> {
  const [reach] = group.flatMap(({ reach: each }) => each ?? []).sort((a, b) => compareReach(a.state, b.state));
  return reach === undefined ? {} : { reach };
}

function subjectOf(found: Package): { readonly name: string; readonly version: string } {
  const isOfSource = ecosystem(found.ecosystem).advisoriesName === 'source' && found.source !== undefined;
  return isOfSource ? found.source : { name: found.name, version: found.version ?? 'without a version' };
}

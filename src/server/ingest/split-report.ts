import { hash } from 'node:crypto';
import { advisoryKeysOf } from '../../match/advisory-keys.ts';
import { formatShardName } from '../../model/advisory-key.ts';
import { describeFinding } from '../../model/describe-finding.ts';
import { isKnownExploited, lanes, type VulnerabilityFinding } from '../../model/finding.ts';
import { gatingEvidence, type Package } from '../../model/package.ts';
import { type DetectedDistribution, type ScanReport } from '../../model/report.ts';
import { severityRank } from '../../model/severity.ts';

/** A package as it is stored once, wherever it is found: all of it but where it lies and what else is there. */
export interface PackageContent extends Omit<Package, 'id' | 'locations' | 'layerIndex' | 'dependencies' | 'ownedBy' | 'parent'> {
  readonly purl: string;
}

export interface SplitPackage {
  readonly hash: string;
  readonly content: PackageContent;
  readonly keys: readonly { readonly shard: string; readonly name: string }[];
}

export interface SplitMember {
  readonly package: string;
  /** The distribution package that owns it. */
  readonly owner?: string;
  readonly paths: readonly string[];
}

/** One flaw of one package in one set. */
export interface SplitFinding {
  readonly package: string;
  readonly vulnerability: string;
  readonly fingerprint: string;
  readonly severity: number;
  readonly lane: number;
  readonly isExploited: boolean;
  readonly gates: boolean;
  readonly fixedVersion?: string;
  /** Key of `advisories`. */
  readonly advisory: string;
  readonly detail: FindingDetail;
}

/** What a finding says and the other columns do not. */
export interface FindingDetail extends Pick<
  VulnerabilityFinding,
  | 'aliases'
  | 'advisoryIds'
  | 'fixState'
  | 'fixStream'
  | 'upgradeTo'
  | 'severities'
  | 'severityOrigin'
  | 'range'
  | 'hasLowerConfidence'
  | 'isDistroSilent'
> {
  readonly advisory: string;
  readonly gates: boolean;
}

/** What one layer brings into an image: the unit that is stored once, and matched once with each new advisory. */
export interface SplitSet {
  readonly hash: string;
  readonly layerIndex: number;
  readonly members: readonly SplitMember[];
  readonly findings: readonly SplitFinding[];
}

export interface SplitReport {
  readonly packages: ReadonlyMap<string, SplitPackage>;
  readonly sets: readonly SplitSet[];
  readonly advisories: ReadonlyMap<string, object>;
  readonly vulnerabilities: ReadonlyMap<string, { readonly title?: string; readonly description?: string; readonly enrichment: object }>;
  /** The same flaw of the same package can be in two sets of this image, so that counts of sets cannot be added. */
  readonly hasOverlap: boolean;
}

/** A report → what is stored of it. Pure; the same packages give the same hashes on every machine. */
export function splitReport(report: ScanReport): SplitReport {
  const packages = new Map<string, SplitPackage>();
  const placed = new Map<string, { readonly hash: string; readonly found: Package }>();
  for (const found of report.packages) {
    const stored = toStored(found);
    packages.set(stored.hash, stored);
    placed.set(found.id, { hash: stored.hash, found });
  }
  const members = groupMembers(placed);
  const advisories = new Map<string, object>();
  const findings = groupFindings(report, placed, advisories);
  const context = contextOf(report.target.distribution);
  const sets = [...members].map(([layerIndex, ofLayer]) => ({
    hash: shortHash(
      `${context}\n${ofLayer.map(({ package: name, owner, paths }) => `${name} ${owner ?? ''} ${paths.join('\0')}`).join('\n')}`,
    ),
    layerIndex,
    members: ofLayer,
    findings: [...(findings.get(layerIndex)?.values() ?? [])],
  }));
  return { packages, sets, advisories, vulnerabilities: describeVulnerabilities(report), hasOverlap: overlaps(sets, packages) };
}

export function toStored(found: Package): SplitPackage {
  const {
    id: _id,
    locations: _locations,
    layerIndex: _layer,
    dependencies: _dependencies,
    ownedBy: _owner,
    parent: _parent,
    ...content
  } = found;
  const keys =
    found.isOwn === true
      ? []
      : advisoryKeysOf(found).map((key) => ({ shard: formatShardName(key.ecosystem, key.release), name: key.name }));
  return { hash: shortHash(JSON.stringify(content, Object.keys(content).sort().concat(nestedKeys))), content, keys };
}

/** Members of the objects inside a package; `JSON.stringify` with a list of names writes them in that order. */
const nestedKeys = ['by', 'name', 'version'];

/** Names the distribution that a set is matched as part of. */
export function contextOf(distribution: DetectedDistribution | undefined): string {
  return shortHash(JSON.stringify(distribution ?? null));
}

function groupMembers(
  placed: ReadonlyMap<string, { readonly hash: string; readonly found: Package }>,
): ReadonlyMap<number, readonly SplitMember[]> {
  const layers = new Map<number, Map<string, SplitMember>>();
  for (const { hash: name, found } of placed.values()) {
    const layer = layers.get(found.layerIndex) ?? new Map<string, SplitMember>();
    layers.set(found.layerIndex, layer);
    const owner = found.ownedBy === undefined ? undefined : placed.get(found.ownedBy)?.hash;
    const paths = [...(layer.get(name)?.paths ?? []), ...found.locations.map(({ path }) => path)];
    layer.set(name, { package: name, ...(owner === undefined ? {} : { owner }), paths: [...new Set(paths)].sort() });
  }
  return new Map([...layers].map(([index, ofLayer]) => [index, [...ofLayer.values()].sort((a, b) => (a.package < b.package ? -1 : 1))]));
}

function groupFindings(
  report: ScanReport,
  placed: ReadonlyMap<string, { readonly hash: string; readonly found: Package }>,
  advisories: Map<string, object>,
): ReadonlyMap<number, ReadonlyMap<string, SplitFinding>> {
  const layers = new Map<number, Map<string, SplitFinding>>();
  for (const finding of report.findings) {
    if (finding.kind !== 'vulnerability') continue;
    const advisory = shortHash(JSON.stringify(finding.advisory));
    advisories.set(advisory, finding.advisory);
    for (const id of [finding.packageId, ...finding.otherPackageIds]) {
      const place = placed.get(id);
      if (place === undefined) continue;
      const layer = layers.get(place.found.layerIndex) ?? new Map<string, SplitFinding>();
      layers.set(place.found.layerIndex, layer);
      layer.set(`${place.hash} ${finding.id}`, toSplitFinding(finding, place.hash, place.found, advisory));
    }
  }
  return layers;
}

export function toSplitFinding(finding: VulnerabilityFinding, packageHash: string, found: Package, advisory: string): SplitFinding {
  const { id, fingerprint, severity, lane, fixedVersion } = finding;
  const { aliases, advisoryIds, fixState, fixStream, upgradeTo, severities, severityOrigin, range, hasLowerConfidence, isDistroSilent } =
    finding;
  const gates = gatingEvidence.has(found.evidence) && lane !== 'not-applicable';
  return {
    package: packageHash,
    vulnerability: id,
    fingerprint,
    severity: severityRank(severity),
    lane: lanes.indexOf(lane),
    isExploited: isKnownExploited(finding),
    gates,
    ...(fixedVersion === undefined ? {} : { fixedVersion }),
    advisory,
    detail: {
      aliases,
      advisory,
      advisoryIds,
      fixState,
      gates,
      severities,
      severityOrigin,
      ...(fixStream === undefined ? {} : { fixStream }),
      ...(upgradeTo === undefined ? {} : { upgradeTo }),
      ...(range === undefined ? {} : { range }),
      ...(hasLowerConfidence === undefined ? {} : { hasLowerConfidence }),
      ...(isDistroSilent === undefined ? {} : { isDistroSilent }),
    },
  };
}

export function describeVulnerabilities({ findings }: Pick<ScanReport, 'findings'>): SplitReport['vulnerabilities'] {
  const described = new Map<string, { readonly title?: string; readonly description?: string; readonly enrichment: object }>();
  for (const finding of findings) {
    if (finding.kind !== 'vulnerability' || described.has(finding.id)) continue;
    const { title, description } = describeFinding(finding);
    const { description: _, ...enrichment } = finding.enrichment;
    described.set(finding.id, {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      enrichment,
    });
  }
  return described;
}

/** Fingerprints are of the package without its version: two sets of one image can share one only if they share such a package. */
function overlaps(sets: readonly SplitSet[], packages: ReadonlyMap<string, SplitPackage>): boolean {
  const seen = new Map<string, number>();
  for (const [at, { members }] of sets.entries()) {
    for (const { package: name } of members) {
      const content = packages.get(name)!.content;
      const bare = `${content.ecosystem} ${content.name}`;
      if ((seen.get(bare) ?? at) !== at) return true;
      seen.set(bare, at);
    }
  }
  return false;
}

export function shortHash(text: string): string {
  return hash('sha256', text).slice(0, 40);
}

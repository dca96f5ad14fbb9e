import { ecosystem } from '../../model/ecosystem.ts';
import { type Finding, isKnownExploited, isUnfixed } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { formatPlatform } from '../../model/platform.ts';
import { type ScanReport } from '../../model/report.ts';
import { type findingFacts, type packageFacts, type reportFacts } from './facts-schema.ts';
import { type FactValue } from './statement.ts';

type ValuesOf<Schema> = Readonly<Record<keyof Schema, FactValue>>;
const dayMs = 86_400_000;

export function makeReportFacts(report: ScanReport, now: Date): ValuesOf<typeof reportFacts> {
  const { target, trust } = report;
  const { distribution, layers } = target;
  const signers = trust?.isTrusted === true ? trust.trusted.map(({ signer }) => signer.name) : [];
  return {
    target: target.name,
    references: target.references ?? [],
    digest: target.manifestDigest ?? '',
    platform: target.platform === undefined ? '' : formatPlatform(target.platform),
    distribution: distribution?.id ?? '',
    release: distribution?.release ?? distribution?.versionId ?? '',
    isEndOfLife: distribution?.endOfLife !== undefined && Date.parse(`${distribution.endOfLife}T23:59:59Z`) < now.getTime(),
    user: target.user ?? '',
    ageDays: daysSince(target.created, now),
    sizeBytes: BigInt(layers.reduce((sum, { compressedBytes = 0 }) => sum + compressedBytes, 0)),
    layers: BigInt(layers.length),
    baseLayers: BigInt(layers.filter(({ broughtBy }) => broughtBy === 'base').length),
    packages: BigInt(report.packages.length),
    completeness: report.completeness,
    issues: [...new Set(report.issues.map(({ code }) => code))],
    scannedFor: report.scannedFor,
    isSigned: trust?.isTrusted === true,
    signers,
  };
}

export function makeFindingFacts(
  finding: Finding,
  found: Package | undefined,
  report: ScanReport,
  now: Date,
): ValuesOf<typeof findingFacts> {
  const layer = finding.locations[0]?.layerIndex ?? found?.layerIndex;
  const shared = {
    kind: finding.kind,
    severity: finding.severity,
    lane: finding.lane,
    layer: BigInt(layer ?? -1),
    instruction: (layer === undefined ? undefined : report.target.layers[layer]?.createdBy) ?? '',
    paths: finding.locations.map(({ path }) => path),
    knownExploited: isKnownExploited(finding),
    hasFix: !isUnfixed(finding),
  };
  if (finding.kind !== 'vulnerability')
    return { ...withoutFlaw, ...shared, id: finding.ruleId, aliases: finding.aliases, title: finding.title };
  const { advisory, enrichment, severities } = finding;
  const rated = [...(enrichment.severities ?? []), ...severities];
  return {
    ...shared,
    id: finding.id,
    aliases: finding.aliases,
    title: advisory.title ?? '',
    severityOrigin: finding.severityOrigin,
    severities: Object.fromEntries(rated.map(({ origin, severity }) => [origin, severity])),
    score: Math.max(-1, ...rated.map(({ score = -1 }) => score)),
    fixState: finding.fixState,
    fixedVersion: finding.fixedVersion ?? '',
    ransomware: enrichment.knownExploited?.isRansomware === true,
    epss: enrichment.exploitPrediction?.probability ?? -1,
    epssPercentile: enrichment.exploitPrediction?.percentile ?? -1,
    publishedDaysAgo: daysSince(advisory.published, now),
    modifiedDaysAgo: daysSince(advisory.modified ?? advisory.published, now),
    isMalware: advisory.isMalware === true,
    broughtBy: finding.broughtBy,
    reach: finding.reach?.state ?? '',
    hasLowerConfidence: finding.hasLowerConfidence === true,
    isDistroSilent: finding.isDistroSilent === true,
    source: advisory.sourceId,
  };
}

/** What rules do not have. */
const withoutFlaw = {
  severityOrigin: '',
  severities: {},
  score: -1,
  fixState: 'unknown',
  fixedVersion: '',
  ransomware: false,
  epss: -1,
  epssPercentile: -1,
  publishedDaysAgo: -1n,
  modifiedDaysAgo: -1n,
  isMalware: false,
  broughtBy: 'unknown',
  reach: '',
  hasLowerConfidence: false,
  isDistroSilent: false,
  source: '',
};

export function makePackageFacts(found: Package | undefined): ValuesOf<typeof packageFacts> {
  return {
    name: found?.name ?? '',
    version: found?.version ?? '',
    type: found === undefined ? '' : ecosystem(found.ecosystem).purlType,
    purl: found?.purl ?? '',
    source: found?.source?.name ?? '',
    evidence: found?.evidence ?? '',
    licenses: found?.licenses ?? [],
    supplier: found?.supplier ?? '',
    isDevelopment: found?.isDevelopment === true,
  };
}

/** -1 where the time is not known. */
function daysSince(time: string | undefined, now: Date): bigint {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? -1n : BigInt(Math.max(0, Math.floor((now.getTime() - at) / dayMs)));
}

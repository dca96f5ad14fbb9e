import { ecosystem } from '../../model/ecosystem.ts';
import { type Finding, type RuleFinding, type VulnerabilityFinding } from '../../model/finding.ts';
import { type FixState } from '../../model/advisory.ts';
import { type Package } from '../../model/package.ts';
import { parsePurl } from '../../model/purl.ts';
import { type ScanTarget } from '../../model/report.ts';
import { type Severity } from '../../model/severity.ts';
import { factsOf } from '../finding-facts.ts';
import { type ReportView, viewReport } from '../report-view.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { trivyFamilies, trivyTypes } from './trivy-names.ts';

/** Trivy's report, schema version 2: one document for one report, and a list of them for several. */
export function* writeTrivyJson(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  const documents = reports.map((judged) => toDocument(viewReport(judged, options.display), options));
  yield `${JSON.stringify(documents.length === 1 ? documents[0] : documents, undefined, 2)}\n`;
}

function toDocument(view: ReportView, { createdAt }: ReporterOptions): unknown {
  const { target, startedAt } = view.report;
  return {
    SchemaVersion: 2,
    CreatedAt: (createdAt ?? startedAt).toISOString(),
    ArtifactName: target.name,
    ArtifactType: artifactTypes.get(target.scheme) ?? 'container_image',
    Metadata: toMetadata(target),
    Results: toResults(view),
  };
}

const artifactTypes: ReadonlyMap<string, string> = new Map([
  ['dir', 'filesystem'],
  ['rootfs', 'filesystem'],
  ['sbom', 'cyclonedx'],
]);

function toMetadata({
  distribution,
  configDigest,
  platform,
  layers,
  references = [],
  created,
  manifestDigest,
  name,
  scheme,
}: ScanTarget): unknown {
  const diffIds = layers.flatMap(({ diffId }) => (diffId === undefined ? [] : [diffId]));
  const isNamed = ['registry', 'docker', 'podman', 'containerd'].includes(scheme);
  const tags = [...new Set([...(isNamed && !name.includes('@') ? [name] : []), ...references])];
  const repository = name.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  return {
    OS:
      distribution === undefined
        ? undefined
        : { Family: trivyFamilies.get(distribution.id) ?? distribution.id, Name: distribution.versionId ?? '' },
    ImageID: configDigest,
    DiffIDs: diffIds.length === 0 ? undefined : diffIds,
    RepoTags: tags.length === 0 ? undefined : tags,
    RepoDigests: isNamed && manifestDigest !== undefined ? [`${repository}@${manifestDigest}`] : undefined,
    ImageConfig: configDigest === undefined ? undefined : { architecture: platform?.architecture, created, os: platform?.os },
  };
}

interface Result {
  readonly Target: string;
  readonly Class: string;
  readonly Type?: string;
  readonly Vulnerabilities?: unknown[];
  readonly Misconfigurations?: unknown[];
  readonly Secrets?: unknown[];
  readonly Licenses?: unknown[];
}

/** By the package manager of the distribution, by language, and by file, as Trivy groups them. */
function toResults(view: ReportView): readonly Result[] {
  const results = new Map<string, Result>();
  const into = (result: Result): Result => {
    const key = JSON.stringify([result.Class, result.Type, result.Target]);
    const known = results.get(key) ?? result;
    results.set(key, known);
    return known;
  };
  for (const finding of view.shown) {
    if (finding.kind === 'vulnerability') addVulnerability(finding, view, into);
    else addRule(finding, into);
  }
  return [...results.values()];
}

function addVulnerability(finding: VulnerabilityFinding, view: ReportView, into: (result: Result) => Result): void {
  for (const id of [finding.packageId, ...finding.otherPackageIds]) {
    const found = view.packages.get(id);
    if (found === undefined) continue;
    const { Vulnerabilities = [] } = into({ ...placeOf(found, view.report.target), Vulnerabilities: [] });
    Vulnerabilities.push(toVulnerability(finding, found, view));
  }
}

function placeOf(found: Package, target: ScanTarget): Pick<Result, 'Target' | 'Class' | 'Type'> {
  const row = ecosystem(found.ecosystem);
  const path = found.locations[0]?.path ?? '';
  if (row.distribution !== undefined || target.distribution?.ecosystem === found.ecosystem) {
    const family = trivyFamilies.get(target.distribution?.id ?? '') ?? target.distribution?.id ?? found.ecosystem;
    return { Target: `${target.name} (${family} ${target.distribution?.versionId ?? ''})`, Class: 'os-pkgs', Type: family };
  }
  const names = trivyTypes.get(row.purlType);
  if (found.evidence === 'declared') return { Target: path, Class: 'lang-pkgs', Type: names?.declared ?? row.purlType };
  return { Target: names?.installed.title || path, Class: 'lang-pkgs', Type: names?.installed.type ?? row.purlType };
}

const statuses: Readonly<Record<FixState, string>> = {
  fixed: 'fixed',
  'no-fix-yet': 'affected',
  'wont-fix': 'will_not_fix',
  'end-of-life': 'end_of_life',
  deferred: 'fix_deferred',
  unknown: 'unknown',
};

function toVulnerability(finding: VulnerabilityFinding, found: Package, view: ReportView): unknown {
  const facts = factsOf(finding, view);
  const layer = view.report.target.layers[found.layerIndex];
  const rated = [...(finding.enrichment.severities ?? []), ...finding.severities].filter(({ vector }) => vector !== undefined);
  return {
    VulnerabilityID: finding.id,
    VendorIDs: finding.advisoryIds.length === 0 || finding.advisoryIds[0] === finding.id ? undefined : finding.advisoryIds,
    PkgID: `${found.name}@${found.version ?? ''}`,
    PkgName: found.name,
    PkgPath: ecosystem(found.ecosystem).distribution === undefined ? found.locations[0]?.path : undefined,
    PkgIdentifier: { PURL: found.purl },
    InstalledVersion: found.version ?? '',
    FixedVersion: finding.fixedVersion,
    Status: statuses[finding.fixState],
    Layer: layer === undefined ? undefined : { Digest: layer.digest, DiffID: layer.diffId },
    SeveritySource: finding.severityOrigin,
    PrimaryURL: facts.url,
    DataSource: { ID: finding.advisory.sourceId, Name: finding.advisory.sourceId },
    Title: facts.title,
    Description: facts.description === '' ? undefined : facts.description,
    Severity: toSeverity(finding.severity),
    CweIDs: facts.weaknesses.length === 0 ? undefined : facts.weaknesses,
    CVSS:
      rated.length === 0 ? undefined : Object.fromEntries(rated.map(({ origin, vector = '', score }) => [origin, toCvss(vector, score)])),
    References: facts.references.length === 0 ? undefined : facts.references,
    PublishedDate: finding.advisory.published,
    LastModifiedDate: finding.advisory.modified,
  };
}

function toCvss(vector: string, score: number | undefined): unknown {
  if (vector.startsWith('CVSS:4')) return { V40Vector: vector, V40Score: score };
  return vector.startsWith('CVSS:3') ? { V3Vector: vector, V3Score: score } : { V2Vector: vector, V2Score: score };
}

/** Trivy knows no `negligible`. */
function toSeverity(severity: Severity): string {
  return severity === 'negligible' ? 'LOW' : severity.toUpperCase();
}

function addRule(finding: RuleFinding, into: (result: Result) => Result): void {
  const [location] = finding.locations;
  const Target = location?.path ?? finding.setting ?? '';
  if (finding.kind === 'secret') {
    into({ Target, Class: 'secret', Secrets: [] }).Secrets?.push({
      RuleID: finding.ruleId,
      Category: 'secret',
      Severity: toSeverity(finding.severity),
      Title: finding.title,
      StartLine: location?.line ?? 0,
      EndLine: location?.endLine ?? location?.line ?? 0,
      Match: finding.excerpt ?? '',
    });
  } else if (finding.kind === 'license') {
    into({ Target, Class: 'license', Licenses: [] }).Licenses?.push({
      Severity: toSeverity(finding.severity),
      Category: 'unknown',
      PkgName: packageName(finding),
      FilePath: Target,
      Name: finding.title,
    });
  } else into({ Target, Class: 'config', Type: 'dockerfile', Misconfigurations: [] }).Misconfigurations?.push(toMisconfiguration(finding));
}

function packageName({ packageId }: RuleFinding): string {
  return packageId === undefined ? '' : parsePurl(packageId.replace(/ .*$/, '')).name;
}

/** Under Trivy's own id where the rule has one there. */
function toMisconfiguration(finding: Extract<Finding, RuleFinding>): unknown {
  const [location] = finding.locations;
  const id = finding.aliases.find((alias) => /^(?:AVD-)?DS-\d+$/.test(alias)) ?? finding.ruleId;
  return {
    Type: 'Dockerfile Security Check',
    ID: id,
    AVDID: id,
    Title: finding.title,
    Description: finding.message,
    Message: finding.message,
    Resolution: finding.remediation,
    Severity: toSeverity(finding.severity),
    References: finding.references,
    Status: 'FAIL',
    CauseMetadata: { Provider: 'Dockerfile', Service: 'general', StartLine: location?.line, EndLine: location?.endLine ?? location?.line },
  };
}

import { type FixState } from '../../model/advisory.ts';
import { ecosystem } from '../../model/ecosystem.ts';
import { type RuleFinding, type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type Severity } from '../../model/severity.ts';
import { factsOf } from '../finding-facts.ts';
import { type ReportView } from '../report-view.ts';
import { type TrivyEntry } from './trivy-results.ts';

/** An entry as Trivy writes it; members that it leaves out are `undefined`. */
export function toTrivyFinding({ finding, package: found }: TrivyEntry, view: ReportView): object {
  if (finding.kind === 'vulnerability') return found === undefined ? {} : toVulnerability(finding, found, view);
  if (finding.kind === 'secret') return toSecret(finding);
  return finding.kind === 'license' ? toLicense(finding, view) : toMisconfiguration(finding);
}

const statuses: Readonly<Record<FixState, string>> = {
  fixed: 'fixed',
  'no-fix-yet': 'affected',
  'wont-fix': 'will_not_fix',
  'end-of-life': 'end_of_life',
  deferred: 'fix_deferred',
  unknown: 'unknown',
};

function toVulnerability(finding: VulnerabilityFinding, found: Package, view: ReportView): object {
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

function toCvss(vector: string, score: number | undefined): object {
  if (vector.startsWith('CVSS:4')) return { V40Vector: vector, V40Score: score };
  return vector.startsWith('CVSS:3') ? { V3Vector: vector, V3Score: score } : { V2Vector: vector, V2Score: score };
}

/** Trivy knows no `negligible`. */
function toSeverity(severity: Severity): string {
  return severity === 'negligible' ? 'LOW' : severity.toUpperCase();
}

function toSecret({ ruleId, severity, title, excerpt, locations: [location] }: RuleFinding): object {
  return {
    RuleID: ruleId,
    Category: 'secret',
    Severity: toSeverity(severity),
    Title: title,
    StartLine: location?.line ?? 0,
    EndLine: location?.endLine ?? location?.line ?? 0,
    Match: excerpt ?? '',
  };
}

function toLicense({ title, severity, packageId, setting, locations: [location] }: RuleFinding, view: ReportView): object {
  return {
    Severity: toSeverity(severity),
    Category: 'unknown',
    PkgName: packageId === undefined ? '' : (view.packages.get(packageId)?.name ?? ''),
    FilePath: location?.path ?? setting ?? '',
    Name: title,
  };
}

/** Under Trivy's own id where the rule has one there. */
function toMisconfiguration({ ruleId, aliases, title, message, remediation, severity, references, locations: [location] }: RuleFinding): object {
  const id = aliases.find((alias) => /^(?:AVD-)?(?:DS|KSV)-?\d+$/.test(alias)) ?? ruleId;
  return {
    Type: 'Dockerfile Security Check',
    ID: id,
    AVDID: id,
    Title: title,
    Description: message,
    Message: message,
    Resolution: remediation,
    Severity: toSeverity(severity),
    PrimaryURL: references[0],
    References: references,
    Status: 'FAIL',
    CauseMetadata: { Provider: 'Dockerfile', Service: 'general', StartLine: location?.line, EndLine: location?.endLine ?? location?.line },
  };
} // prettier-ignore

import { ecosystem } from '../../model/ecosystem.ts';
import { type Finding, type VulnerabilityFinding } from '../../model/finding.ts';
import { describeFinding } from '../../model/describe-finding.ts';
import { factsOf } from '../finding-facts.ts';
import { type ReportView } from '../report-view.ts';

/** Findings in the structure of Trivy's JSON (SchemaVersion 2, `Results`), which its templates are written for. A result is one kind of packages, or one file. */
export function toTrivyResults(view: ReportView): readonly unknown[] {
  const groups = new Map<string, { Target: string; Class: string; Type: string; findings: Finding[] }>();
  const { target, packages } = view.report;
  // A target without findings is a result too: templates say that there are none.
  for (const found of packages) groupOf(groups, view, found.id);
  for (const finding of view.shown) {
    if (finding.kind === 'vulnerability') groupOf(groups, view, finding.packageId).findings.push(finding);
    else {
      const path = finding.locations[0]?.path ?? target.name;
      const key = `${finding.kind} ${path}`;
      const group = groups.get(key) ?? { Target: path, Class: classNames[finding.kind] ?? 'custom', Type: finding.kind, findings: [] };
      group.findings.push(finding);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map(({ findings, ...head }) => ({
    ...head,
    Vulnerabilities: findings.flatMap((finding) => (finding.kind === 'vulnerability' ? [toVulnerability(finding, view)] : [])),
    Misconfigurations: findings.flatMap((finding) => (finding.kind === 'misconfiguration' ? [toMisconfiguration(finding, view)] : [])),
    Secrets: findings.flatMap((finding) => (finding.kind === 'secret' ? [toSecret(finding, view)] : [])),
    Licenses: findings.flatMap((finding) => (finding.kind === 'license' ? [toLicense(finding, view)] : [])),
  }));
}

const classNames: Readonly<Partial<Record<Finding['kind'], string>>> = {
  misconfiguration: 'config',
  secret: 'secret',
  license: 'license',
};

function groupOf(groups: Map<string, { Target: string; Class: string; Type: string; findings: Finding[] }>, view: ReportView, packageId: string) {
  const { target } = view.report;
  const id = view.packages.get(packageId)?.ecosystem;
  const isSystem = id !== undefined && ecosystem(id).distribution !== undefined;
  const key = id ?? 'unknown';
  const { distribution } = target;
  const system = distribution === undefined ? '' : ` (${distribution.id}${distribution.versionId === undefined ? '' : ` ${distribution.versionId}`})`;
  const group = groups.get(key) ?? {
    Target: isSystem ? `${target.name}${system}` : `${target.name} (${key})`,
    Class: isSystem ? 'os-pkgs' : 'lang-pkgs',
    Type: key,
    findings: [],
  };
  groups.set(key, group);
  return group;
} // prettier-ignore

/** Trivy has no word for negligible. */
function severityOf({ severity }: Finding): string {
  return severity === 'negligible' ? 'LOW' : severity.toUpperCase();
}

function toVulnerability(finding: VulnerabilityFinding, view: ReportView): unknown {
  const facts = factsOf(finding, view);
  const { title = '', description = title } = describeFinding(finding);
  const details = {
    Title: title,
    Description: description,
    Severity: severityOf(finding),
    References: facts.references,
    CweIDs: facts.weaknesses,
    PublishedDate: finding.advisory.published ?? '',
    LastModifiedDate: finding.advisory.modified ?? '',
    CVSS: toCvss(finding),
  };
  return {
    VulnerabilityID: finding.id,
    PkgID: finding.packageId,
    PkgName: facts.package?.name ?? '',
    PkgPath: facts.paths[0] ?? '',
    PkgIdentifier: { PURL: facts.package?.purl ?? '' },
    InstalledVersion: facts.package?.version ?? '',
    FixedVersion: finding.fixedVersion ?? '',
    Status: finding.fixState === 'fixed' ? 'fixed' : finding.fixState === 'wont-fix' ? 'will_not_fix' : finding.fixState === 'end-of-life' ? 'end_of_life' : 'affected',
    Layer: { Digest: facts.layer?.digest ?? '', DiffID: facts.layer?.diffId ?? '' },
    SeveritySource: finding.severityOrigin,
    PrimaryURL: facts.url ?? '',
    ...details,
    // Templates reach the advisory by its own name, too.
    Vulnerability: details,
  };
} // prettier-ignore

function toCvss({ severities }: VulnerabilityFinding): unknown {
  const ratings = severities.filter(({ vector, score }) => vector !== undefined || score !== undefined);
  return Object.fromEntries(
    ratings.map(({ origin, vector, score }) => {
      const version = vector?.startsWith('CVSS:4') === true ? 'V40' : vector?.startsWith('CVSS:3') === true ? 'V3' : 'V2';
      return [origin, { [`${version}Vector`]: vector ?? '', [`${version}Score`]: score ?? 0 }];
    }),
  );
}

function toMisconfiguration(finding: Finding, view: ReportView): unknown {
  const { id, aliases, title, message, remedy, url, finding: found } = factsOf(finding, view);
  const line = found.kind === 'vulnerability' ? undefined : found.locations[0]?.line;
  return {
    Type: 'Pratique check',
    ID: id,
    AVDID: aliases.find((alias) => alias.startsWith('AVD-')) ?? '',
    Title: title,
    Description: title,
    Message: message,
    Resolution: remedy,
    Severity: severityOf(finding),
    PrimaryURL: url ?? '',
    References: url === undefined ? [] : [url],
    Status: 'FAIL',
    CauseMetadata: { StartLine: line ?? 0, EndLine: line ?? 0 },
    IacMetadata: { StartLine: line ?? 1 },
  };
}

function toSecret(finding: Finding, view: ReportView): unknown {
  const { id, title, message, finding: found } = factsOf(finding, view);
  const [first] = found.kind === 'vulnerability' ? [] : found.locations;
  return {
    RuleID: id,
    Category: 'Secret',
    Title: title,
    Severity: severityOf(finding),
    Match: message,
    StartLine: first?.line ?? 0,
    EndLine: first?.endLine ?? first?.line ?? 0,
  };
}

function toLicense(finding: Finding, view: ReportView): unknown {
  const { id, message, package: found } = factsOf(finding, view);
  return { Severity: severityOf(finding), Category: 'unknown', PkgName: found?.name ?? '', Name: id, Text: message };
}

import { type FixState } from '../../model/advisory.ts';
import { ecosystem } from '../../model/ecosystem.ts';
import { type VulnerabilityFinding } from '../../model/finding.ts';
import { type Package } from '../../model/package.ts';
import { type Severity } from '../../model/severity.ts';
import { factsOf } from '../finding-facts.ts';
import { type ReportView, viewReport } from '../report-view.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';

/** Grype's report: one document for one report, and a list of them for several. A match is a line. */
export function* writeGrypeJson(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  if (reports.length !== 1) yield '[';
  for (const [at, judged] of reports.entries()) {
    yield at === 0 ? '{"matches":[' : ',\n{"matches":[';
    const view = viewReport(judged, options.display);
    let separator = '\n';
    for (const match of matchesOf(view)) {
      yield `${separator}${JSON.stringify(match)}`;
      separator = ',\n';
    }
    yield `\n],\n${JSON.stringify(aboutScan(view, options)).slice(1)}`;
  }
  yield reports.length === 1 ? '\n' : ']\n';
}

function* matchesOf(view: ReportView): Iterable<unknown> {
  for (const finding of view.shown) {
    if (finding.kind !== 'vulnerability') continue;
    for (const id of [finding.packageId, ...finding.otherPackageIds]) {
      const found = view.packages.get(id);
      if (found !== undefined) yield toMatch(finding, found, view);
    }
  }
}

function aboutScan(view: ReportView, { toolVersion, createdAt }: ReporterOptions): unknown {
  const { target, startedAt } = view.report;
  return {
    source: {
      type: target.scheme === 'dir' ? 'directory' : 'image',
      target:
        target.scheme === 'dir'
          ? target.name
          : {
              userInput: target.name,
              imageID: target.configDigest ?? '',
              manifestDigest: target.manifestDigest ?? '',
              tags: target.references ?? [],
              layers: target.layers.map(({ diffId, digest, compressedBytes }) => ({
                digest: diffId ?? digest ?? '',
                size: compressedBytes ?? 0,
              })),
              architecture: target.platform?.architecture ?? '',
              os: target.platform?.os ?? '',
            },
    },
    distro: { name: target.distribution?.id ?? '', version: target.distribution?.versionId ?? '', idLike: [] },
    descriptor: { name: 'pratique', version: toolVersion, timestamp: (createdAt ?? startedAt).toISOString() },
  };
}

const states: Readonly<Record<FixState, string>> = {
  fixed: 'fixed',
  'no-fix-yet': 'not-fixed',
  'wont-fix': 'wont-fix',
  'end-of-life': 'wont-fix',
  deferred: 'not-fixed',
  unknown: 'unknown',
};

/** Package types as Syft calls them, by purl type; the same for all others. */
const types: ReadonlyMap<string, string> = new Map([
  ['pypi', 'python'],
  ['maven', 'java-archive'],
  ['golang', 'go-module'],
  ['cargo', 'rust-crate'],
  ['composer', 'php-composer'],
  ['nuget', 'dotnet'],
  ['generic', 'binary'],
]);

function toMatch(finding: VulnerabilityFinding, found: Package, view: ReportView): unknown {
  const facts = factsOf(finding, view);
  const { exploitPrediction, knownExploited } = finding.enrichment;
  const rated = finding.severities.filter(({ vector }) => vector !== undefined);
  return {
    vulnerability: {
      id: finding.id,
      dataSource: facts.url ?? '',
      namespace: `${finding.advisory.sourceId}:${found.ecosystem}${found.release === undefined ? '' : `:${found.release}`}`,
      severity: toSeverity(finding.severity),
      urls: facts.references,
      description: facts.description === '' ? facts.title : facts.description,
      cvss: rated.map(({ origin, vector, score }) => ({ source: origin, type: 'Primary', vector, metrics: { baseScore: score } })),
      epss:
        exploitPrediction === undefined
          ? undefined
          : [
              {
                cve: finding.id,
                epss: exploitPrediction.probability,
                percentile: exploitPrediction.percentile,
                date: exploitPrediction.scoredOn,
              },
            ],
      knownExploited:
        knownExploited === undefined
          ? undefined
          : [
              {
                cve: finding.id,
                dateAdded: knownExploited.addedOn,
                dueDate: knownExploited.dueOn,
                knownRansomwareCampaignUse: knownExploited.isRansomware ? 'known' : 'unknown',
              },
            ],
      fix: { versions: finding.fixedVersion === undefined ? [] : [finding.fixedVersion], state: states[finding.fixState] },
      advisories: [],
    },
    relatedVulnerabilities: finding.aliases.map((id) => ({
      id,
      dataSource: '',
      namespace: '',
      severity: toSeverity(finding.severity),
      urls: [],
      cvss: [],
    })),
    matchDetails: [
      {
        type: 'exact-direct-match',
        matcher: `${ecosystem(found.ecosystem).purlType}-matcher`,
        searchedBy: { package: { name: found.name, version: found.version ?? '' } },
        found: { vulnerabilityID: finding.id },
      },
    ],
    artifact: {
      id: found.id,
      name: found.name,
      version: found.version ?? '',
      type: types.get(ecosystem(found.ecosystem).purlType) ?? ecosystem(found.ecosystem).purlType,
      locations: found.locations.map(({ path, layerIndex }) => ({
        path: `/${path}`,
        layerID: view.report.target.layers[layerIndex]?.diffId,
      })),
      language: '',
      licenses: found.licenses,
      cpes: [],
      purl: found.purl,
      upstreams: found.source === undefined ? [] : [{ name: found.source.name, version: found.source.version }],
    },
  };
}

function toSeverity(severity: Severity): string {
  return severity.charAt(0).toUpperCase() + severity.slice(1);
}

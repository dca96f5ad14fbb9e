import { ecosystem } from '../../model/ecosystem.ts';
import { type Package } from '../../model/package.ts';
import { type ScanReport } from '../../model/report.ts';
import { type Severity } from '../../model/severity.ts';
import { describeLayer, factsOf, type FindingFacts } from '../finding-facts.ts';
import { type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { type ReportView, viewReport } from '../report-view.ts';
import { countOf } from '../table/words.ts';
import { cutText } from '../text/cut-text.ts';
import { escapeMarkdown } from '../text/escape-markdown.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { gitlabImage } from './image-name.ts';

/** The version of GitLab's security report schemas; GitLab takes every 15. */
const version = '15.0.0';

type ScanType = 'container_scanning' | 'dependency_scanning';

export function writeContainerScanning(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  return writeReport('container_scanning', reports, options);
}

export function writeDependencyScanning(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  return writeReport('dependency_scanning', reports, options);
}

/** One report over all images. It holds vulnerabilities in packages; findings of other kinds have no place in it, which `options.note` says. */
function* writeReport(type: ScanType, reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  const views = reports.map((judged) => viewReport(judged, options.display));
  yield `{"version":"${version}","scan":${JSON.stringify(toScan(type, views, options))},\n"vulnerabilities":[`;
  const seen = new Map<string, number>();
  let separator = '\n';
  let others = 0;
  for (const view of views)
    for (const finding of view.shown) {
      const facts = factsOf(finding, view);
      const found = finding.kind === 'vulnerability' ? view.packages.get(finding.packageId) : undefined;
      if (finding.lane === 'not-applicable') continue;
      if (facts.package === undefined || finding.kind !== 'vulnerability') others++;
      else if (type === 'container_scanning' || found === undefined || !isOfDistribution(found)) {
        const key = `${view.report.target.name} ${finding.fingerprint}`;
        const count = (seen.get(key) ?? 0) + 1;
        seen.set(key, count);
        const id = count === 1 ? finding.fingerprint : `${finding.fingerprint}-${count}`;
        yield `${separator}${JSON.stringify({ id, ...toVulnerability(facts), location: toLocation(type, facts, view, options) })}`;
        separator = ',\n';
      }
    }
  yield '\n],\n"remediations":[]';
  if (type === 'dependency_scanning') yield `,\n"dependency_files":${JSON.stringify(dependencyFiles(views))}`;
  yield '}\n';
  if (others > 0) options.note?.(`${countOf(others, 'finding')} not in the GitLab report: it holds vulnerabilities in packages only`);
}

function isOfDistribution({ ecosystem: id }: Package): boolean {
  return ecosystem(id).distribution !== undefined;
}

function toScan(type: ScanType, views: readonly ReportView[], { toolVersion, failures = [] }: ReporterOptions): unknown {
  const tool = { id: 'pratique', name: 'Pratique', version: toolVersion, vendor: { name: 'Pratique' } };
  const starts = views.map(({ report }) => report.startedAt.getTime());
  const ends = views.map(({ report }) => report.startedAt.getTime() + report.durationMs);
  const hasFailed = failures.length > 0 || views.some(({ report }) => report.completeness === 'none');
  const issues = views.flatMap(({ report }) => report.issues);
  return {
    analyzer: tool,
    scanner: tool,
    type,
    status: hasFailed ? 'failure' : 'success',
    start_time: toTime(Math.min(...starts)),
    end_time: toTime(Math.max(...ends)),
    messages: [
      ...failures.map(({ name, message }) => ({ level: 'fatal', value: escapeControl(`${name} was not scanned: ${message}`) })),
      ...issues.map(({ severity, code, message }) => ({
        level: severity === 'error' ? 'warn' : 'info',
        value: escapeControl(`${code}: ${message}`),
      })),
    ],
  };
}

function toTime(time: number): string {
  return new Date(Number.isFinite(time) ? time : 0).toISOString().slice(0, 19);
}

const severityNames: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  negligible: 'Info',
  unknown: 'Unknown',
};

/** Its texts are GitLab's Markdown, but for names. */
function toVulnerability(facts: FindingFacts): Readonly<Record<string, unknown>> {
  const { id, aliases, title, description, finding, remedy, fix, references, rating, url } = facts;
  const layer = describeLayer(facts);
  const text = [description === '' ? title : description, layer === '' ? '' : `Found in ${layer}.`, facts.isExploited ? 'Known to be exploited (CISA KEV).' : ''];
  const links = [...new Set([...(url === undefined ? [] : [url]), ...references])];
  return {
    name: cutText(escapeControl(title), 250),
    description: text.filter((part) => part !== '').map(escapeMarkdown).join('\n\n'),
    severity: severityNames[finding.severity],
    solution: cutText(escapeMarkdown(remedy === '' ? `${fix.charAt(0).toUpperCase()}${fix.slice(1)}` : remedy), 6_900),
    identifiers: [id, ...aliases].map((each, at) => toIdentifier(each, at === 0 ? url : undefined)),
    links: links.slice(0, 20).map((each) => ({ url: each })),
    ...(rating?.vector === undefined ? {} : { cvss_vectors: [{ vendor: rating.origin, vector: rating.vector }] }),
  };
} // prettier-ignore

const identifierTypes: readonly (readonly [RegExp, string, (id: string) => string])[] = [
  [/^CVE-\d{4}-\d{4,19}$/, 'cve', (id) => `https://www.cve.org/CVERecord?id=${id}`],
  [/^GHSA(-[0-9a-z]{4}){3}$/, 'ghsa', (id) => `https://github.com/advisories/${id}`],
  [/^RHSA-\d{4}:\d+$/, 'rhsa', (id) => `https://access.redhat.com/errata/${id}`],
  [/^USN-[\d-]+$/, 'usn', (id) => `https://ubuntu.com/security/notices/${id}`],
];

function toIdentifier(id: string, url: string | undefined): unknown {
  const name = escapeControl(id);
  const [, type = 'pratique', link] = identifierTypes.find(([form]) => form.test(id)) ?? [];
  return { type, name, value: name, url: link?.(id) ?? url };
}

function toLocation(type: ScanType, facts: FindingFacts, { report }: ReportView, options: ReporterOptions): unknown {
  const dependency = { package: { name: escapeControl(facts.package?.name ?? '') }, version: escapeControl(facts.package?.version ?? '') };
  if (type === 'dependency_scanning') return { file: fileOf(facts, report, options), dependency };
  const { distribution } = report.target;
  const system = distribution === undefined ? 'unknown' : `${distribution.id}${distribution.versionId === undefined ? '' : `:${distribution.versionId}`}`;
  return { dependency, operating_system: escapeControl(system), image: gitlabImage(report.target.name) };
} // prettier-ignore

function fileOf({ finding, paths }: FindingFacts, report: ScanReport, { locate }: ReporterOptions): string {
  const source = report.target.scheme === 'dir' ? locate?.(report, finding) : undefined;
  return escapeControl(source?.path ?? paths[0] ?? report.target.name);
}

/** Every file that names packages, with what it names. */
function dependencyFiles(views: readonly ReportView[]): readonly unknown[] {
  const files = new Map<string, { path: string; package_manager: string; dependencies: unknown[] }>();
  for (const { report } of views)
    for (const found of report.packages) {
      const [location] = found.locations;
      if (location === undefined || isOfDistribution(found)) continue;
      const key = `${found.ecosystem} ${location.path}`;
      const file = files.get(key) ?? { path: escapeControl(location.path), package_manager: found.ecosystem, dependencies: [] };
      file.dependencies.push({ package: { name: escapeControl(found.name) }, version: escapeControl(found.version ?? '') });
      files.set(key, file);
    }
  return [...files.values()];
}

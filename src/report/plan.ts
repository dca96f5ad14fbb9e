import { ecosystem } from '../model/ecosystem.ts';
import { type Finding, type VulnerabilityFinding } from '../model/finding.ts';
import { type Package } from '../model/package.ts';
import { type Severity, severities } from '../model/severity.ts';
import { countFindings } from './count-findings.ts';
import { readableVersion } from './readable-version.ts';
import { isKnownExploited, type ReportView } from './report-view.ts';

/** One thing to do, and what it takes away. */
export interface PlannedAction {
  /** In the imperative; names from the image are not escaped yet. */
  readonly text: string;
  readonly findings: readonly VulnerabilityFinding[];
}

/** What to do about everything in the first lane, grouped by action; what takes away the worst comes first. */
export function planActions(view: ReportView): readonly PlannedAction[] {
  const actions = new Map<string, VulnerabilityFinding[]>();
  for (const finding of view.shown) {
    if (finding.kind !== 'vulnerability' || finding.lane !== 'fix-now') continue;
    const text = actionFor(finding, view.packages);
    const findings = actions.get(text);
    if (findings === undefined) actions.set(text, [finding]);
    else findings.push(finding);
  }
  return Array.from(actions, ([text, findings]) => ({ text, findings })).sort(mostUrgentFirst);
}

function actionFor(finding: VulnerabilityFinding, packages: ReadonlyMap<string, Package>): string {
  const found = packages.get(finding.packageId);
  const name = found === undefined ? finding.packageId : nameOf(found);
  if (finding.advisory.isMalware === true) return `remove ${name}: it is malware`;
  if (finding.broughtBy === 'base' && finding.upgradeTo !== undefined) return 'update the base image';
  const tool = bundledTool(finding);
  if (tool !== undefined) return `remove ${tool} from the image, or upgrade it`;
  const carrier = packages.get(found?.ownedBy ?? found?.parent ?? '');
  if (carrier !== undefined && (found?.ownedBy !== undefined || found?.evidence === 'vendored'))
    return `upgrade ${nameOf(carrier)}, which carries ${name}`;
  if (finding.upgradeTo === undefined) return `replace ${name}: it is exploited and there is no fix`;
  const isDistribution = found !== undefined && ecosystem(found.ecosystem).distribution !== undefined;
  const from = isDistribution || found?.version === undefined ? '' : ` ${found.version}`;
  return `upgrade ${name}${from} to ${readableVersion(finding.upgradeTo)}`;
}

/** Binaries of one source are upgraded together. */
function nameOf(found: Package): string {
  return ecosystem(found.ecosystem).advisoriesName === 'source' ? (found.source?.name ?? found.name) : found.name;
}

/** Package managers that base images carry for building; running rarely needs them. */
const buildTools: readonly string[] = ['npm', 'corepack', 'yarn', 'pnpm'];

/** The tool in whose own folder every copy lies: `usr/local/lib/node_modules/npm/…`. */
function bundledTool(finding: VulnerabilityFinding): string | undefined {
  return buildTools.find((tool) => finding.locations.every(({ path }) => isInside(path, `lib/node_modules/${tool}/`)));
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder) || path.includes(`/${folder}`);
}

function mostUrgentFirst(a: PlannedAction, b: PlannedAction): number {
  const exploited = b.findings.filter(isKnownExploited).length - a.findings.filter(isKnownExploited).length;
  if (exploited !== 0) return exploited;
  for (const severity of severities) {
    const difference = countOf(b.findings, severity) - countOf(a.findings, severity);
    if (difference !== 0) return difference;
  }
  return a.text < b.text ? -1 : 1;
}

function countOf(findings: readonly Finding[], severity: Severity): number {
  return countFindings(findings.filter((finding) => finding.severity === severity)).distinct;
}

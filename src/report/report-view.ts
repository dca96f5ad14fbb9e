import { type Finding, type VulnerabilityFinding } from '../model/finding.ts';
import { type Package } from '../model/package.ts';
import { severityRank } from '../model/severity.ts';
import { type DisplayFilter, type JudgedReport } from './reporter.ts';

/** A report as its reader asked to see it, with the count of what that leaves out. */
export interface ReportView extends JudgedReport {
  /** Neither suppressed nor filtered away; worst first. */
  readonly shown: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly hidden: HiddenFindings;
  readonly packages: ReadonlyMap<string, Package>;
}

/** Each finding is counted under the first reason that hides it. */
export interface HiddenFindings {
  readonly ofOtherSeverity: readonly Finding[];
  readonly withoutFix: readonly Finding[];
  readonly ofBase: readonly Finding[];
}

export function viewReport(judged: JudgedReport, filter: DisplayFilter = {}): ReportView {
  const shown: Finding[] = [];
  const suppressed: Finding[] = [];
  const hidden = { ofOtherSeverity: [] as Finding[], withoutFix: [] as Finding[], ofBase: [] as Finding[] };
  for (const finding of judged.report.findings) {
    const reason = hidingReason(finding, filter);
    if (finding.suppression !== undefined) suppressed.push(finding);
    else if (reason === undefined) shown.push(finding);
    else hidden[reason].push(finding);
  }
  const packages = new Map(judged.report.packages.map((found) => [found.id, found]));
  return { ...judged, shown: shown.sort(worstFirst), suppressed, hidden, packages };
}

/** What is known to be exploited gates whatever was asked for, so it is never hidden. */
function hidingReason(finding: Finding, filter: DisplayFilter): keyof HiddenFindings | undefined {
  if (isKnownExploited(finding)) return undefined;
  if (filter.severities?.has(finding.severity) === false) return 'ofOtherSeverity';
  if (finding.kind !== 'vulnerability') return undefined;
  if (filter.ignoreUnfixed === true && isWithoutRemedy(finding)) return 'withoutFix';
  return filter.ignoreBase === true && finding.broughtBy === 'base' ? 'ofBase' : undefined;
}

/** A package that is itself the attack is removed, so it does not wait for a fix. */
function isWithoutRemedy(finding: VulnerabilityFinding): boolean {
  return finding.advisory.isMalware !== true && (finding.fixState !== 'fixed' || finding.fixStream !== undefined);
}

export function isKnownExploited(finding: Finding): boolean {
  return finding.kind === 'vulnerability' && finding.enrichment.knownExploited !== undefined;
}

function worstFirst(a: Finding, b: Finding): number {
  const exploited = Number(isKnownExploited(b)) - Number(isKnownExploited(a));
  return exploited || severityRank(a.severity) - severityRank(b.severity);
}

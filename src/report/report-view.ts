import { type Finding, isKnownExploited, isUnfixed, isUnreached, type VulnerabilityFinding } from '../model/finding.ts';
import { type Package } from '../model/package.ts';
import { type PlannedAction, referenceKey } from '../model/plan.ts';
import { severityRank } from '../model/severity.ts';
import { type DisplayFilter, type JudgedReport } from './reporter.ts';

/** A report as its reader asked to see it, with the count of what that leaves out. */
export interface ReportView extends JudgedReport {
  /** Neither suppressed nor filtered away; worst first. */
  readonly shown: readonly Finding[];
  readonly suppressed: readonly Finding[];
  readonly hidden: HiddenFindings;
  readonly packages: ReadonlyMap<string, Package>;
  /** The plan's actions that take away something of `shown`. */
  readonly plan: readonly ShownAction[];
}

export interface ShownAction {
  readonly action: PlannedAction;
  readonly findings: readonly VulnerabilityFinding[];
}

/** Each finding is counted under the first reason that hides it. */
export interface HiddenFindings {
  readonly ofOtherSeverity: readonly Finding[];
  readonly withoutFix: readonly Finding[];
  readonly ofBase: readonly Finding[];
  readonly unreached: readonly Finding[];
}

/** Several formats of one run ask for the same view. */
const known = new WeakMap<JudgedReport, { readonly filter: DisplayFilter | undefined; readonly view: ReportView }>();

export function viewReport(judged: JudgedReport, filter?: DisplayFilter): ReportView {
  const found = known.get(judged);
  if (found !== undefined && found.filter === filter) return found.view;
  const view = makeView(judged, filter ?? {});
  known.set(judged, { filter, view });
  return view;
}

function makeView(judged: JudgedReport, filter: DisplayFilter): ReportView {
  const shown: Finding[] = [];
  const suppressed: Finding[] = [];
  const hidden = { ofOtherSeverity: [] as Finding[], withoutFix: [] as Finding[], ofBase: [] as Finding[], unreached: [] as Finding[] };
  for (const finding of judged.report.findings) {
    const reason = hidingReason(finding, filter);
    if (finding.suppression !== undefined) suppressed.push(finding);
    else if (reason === undefined) shown.push(finding);
    else hidden[reason].push(finding);
  }
  const packages = new Map(judged.report.packages.map((found) => [found.id, found]));
  return { ...judged, shown: shown.sort(worstFirst), suppressed, hidden, packages, plan: planOf(judged.report.plan, shown) };
}

/** In the order of the plan, which is that of all findings: what a filter leaves out changes no order. */
function planOf(plan: readonly PlannedAction[], shown: readonly Finding[]): readonly ShownAction[] {
  if (plan.length === 0) return [];
  const byKey = new Map(shown.flatMap((finding) => (finding.kind === 'vulnerability' ? [[referenceKey(finding), finding] as const] : [])));
  return plan
    .map((action) => ({
      action,
      findings: action.findings.map((each) => byKey.get(referenceKey(each))).filter((each) => each !== undefined),
    }))
    .filter(({ findings }) => findings.length > 0);
}

/** What is known to be exploited gates whatever the flags leave out, so it is never hidden. */
function hidingReason(finding: Finding, filter: DisplayFilter): keyof HiddenFindings | undefined {
  if (isKnownExploited(finding)) return undefined;
  if (filter.severities?.has(finding.severity) === false) return 'ofOtherSeverity';
  if (finding.kind !== 'vulnerability') return undefined;
  if (filter.ignoreUnfixed === true && isUnfixed(finding)) return 'withoutFix';
  if (filter.ignoreUnreached === true && isUnreached(finding)) return 'unreached';
  return filter.ignoreBase === true && finding.broughtBy === 'base' ? 'ofBase' : undefined;
}

function worstFirst(a: Finding, b: Finding): number {
  const exploited = Number(isKnownExploited(b)) - Number(isKnownExploited(a));
  return exploited || severityRank(a.severity) - severityRank(b.severity);
}

import { type Issue } from '../../model/issue.ts';
import { formatPlatform } from '../../model/platform.ts';
import { type ScanReport } from '../../model/report.ts';
import { countOf } from '../table/words.ts';
import { factsOf, type FindingFacts } from '../finding-facts.ts';
import { type FailedTarget, type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { type ReportView, viewReport } from '../report-view.ts';
import { collectRules, ruleKey, toRule } from './sarif-rule.ts';
import { toResult } from './sarif-result.ts';
import { sarifLimits, type SarifLimits } from './sarif-target.ts';
import { sarifText } from './sarif-text.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** One run for each report; what is left out for a service's limits is the least severe, and is told in the run and to `options.note`. */
export function* writeSarif(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  const limits = sarifLimits[options.sarifTarget ?? 'none'];
  const groups = groupReports(reports, limits.runs);
  yield `{"$schema":${JSON.stringify(schema)},"version":"2.1.0","runs":[`;
  for (const [at, group] of groups.entries()) {
    yield at === 0 ? '\n' : ',\n';
    yield* writeRun(group, { limits, options, category: groups.length > 1 ? categoryOf(groups, at) : undefined, isFirst: at === 0 });
  }
  yield '\n]}\n';
}

/** As many runs as the service takes; the last has all the rest. */
function groupReports(reports: readonly JudgedReport[], maxRuns: number): readonly (readonly JudgedReport[])[] {
  if (reports.length <= maxRuns) return reports.map((report) => [report]);
  return [...reports.slice(0, maxRuns - 1).map((report) => [report]), reports.slice(maxRuns - 1)];
}

/**
 * GitHub takes several runs of one file only with different categories, and closes an alert when the next file has none of the same category. So it
 * has the image's name without tag and digest, which change with every build.
 */
function categoryOf(groups: readonly (readonly JudgedReport[])[], at: number): string {
  const names = groups.map(([first]) => (first === undefined ? '' : stableName(first.report)));
  const name = names[at] ?? '';
  const before = names.slice(0, at).filter((each) => each === name).length;
  return `pratique/${name}${before === 0 ? '' : `-${before + 1}`}/`;
}

function stableName({ target: { name, platform } }: ScanReport): string {
  const bare = name.replace(/@sha256:[0-9a-f]+$/, '').replace(/:[\w.-]+$/, '');
  return (platform === undefined ? bare : `${bare}@${formatPlatform(platform)}`).replace(/[^\w.@/-]+/g, '-');
}

interface RunContext {
  readonly limits: SarifLimits;
  readonly options: ReporterOptions;
  readonly category: string | undefined;
  readonly isFirst: boolean;
}

interface ShownFinding {
  readonly facts: FindingFacts;
  readonly report: ScanReport;
}

function* writeRun(group: readonly JudgedReport[], { limits, options, category, isFirst }: RunContext): Iterable<string> {
  const views = group.map((judged) => viewReport(judged, options.display));
  const { chosen, notes } = choose(views, limits, options);
  const rules = collectRules(facts(chosen));
  yield `{"tool":{"driver":{"name":"pratique","version":${JSON.stringify(options.toolVersion)},"semanticVersion":${JSON.stringify(options.toolVersion)},"rules":[`;
  yield* list([...rules.values()], (rule) => toRule(rule, limits));
  yield `]}},\n"columnKind":"utf16CodeUnits"`;
  if (category !== undefined) yield `,\n"automationDetails":${JSON.stringify({ id: category })}`;
  const invocation = toInvocation(views, notes, isFirst ? (options.failures ?? []) : []);
  yield `,\n"invocations":[${JSON.stringify(invocation)}],\n"results":[`;
  const seen = new Map<string, number>();
  yield* list(chosen, ({ facts: each, report }) => {
    const { fingerprint } = each.finding;
    const occurrence = (seen.get(fingerprint) ?? 0) + 1;
    seen.set(fingerprint, occurrence);
    const rule = rules.get(ruleKey(each));
    if (rule === undefined) throw new Error(`no rule ${each.id}`);
    return toResult(each, { report, rule, source: options.locate?.(report, each.finding), limits, occurrence });
  });
  yield `],\n"properties":${JSON.stringify({ targets: views.map(({ report, decision }) => toTargetProperties(report, decision.verdict)) })}}`;
}

function* facts(chosen: readonly ShownFinding[]): Iterable<FindingFacts> {
  for (const { facts: each } of chosen) yield each;
}

function* list<Value>(values: readonly Value[], convert: (value: Value) => unknown): Iterable<string> {
  for (const [at, value] of values.entries()) yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(convert(value))}`;
}

/** The worst first, as views have them; what is set aside comes last. */
function choose(views: readonly ReportView[], limits: SarifLimits, { note }: ReporterOptions) {
  const chosen: ShownFinding[] = [];
  const settled: ShownFinding[] = [];
  for (const view of views) {
    const { report } = view;
    for (const finding of view.shown)
      (finding.lane === 'not-applicable' ? settled : chosen).push({ facts: factsOf(finding, view), report });
    for (const finding of view.suppressed) settled.push({ facts: factsOf(finding, view), report });
  }
  const all = limits.listsSettled ? [...chosen, ...settled] : chosen;
  const kept = all.slice(0, limits.results);
  const notes: string[] = [];
  if (all.length > kept.length)
    notes.push(`${countOf(all.length - kept.length, 'finding')} left out of SARIF: the least severe of ${all.length}, for a limit of ${limits.results}`);
  if (!limits.listsSettled && settled.length > 0) notes.push(`${countOf(settled.length, 'finding')} not in SARIF: suppressed or not applicable`);
  for (const text of notes) note?.(text);
  return { chosen: kept, notes };
} // prettier-ignore

/** What could not be scanned. GitHub has no place for it but this one, and no result without a file. */
function toInvocation(views: readonly ReportView[], notes: readonly string[], failures: readonly FailedTarget[]): unknown {
  const [first] = views;
  const issues = views.flatMap(({ report: { issues } }) => issues);
  return {
    executionSuccessful: failures.length === 0 && views.every(({ report: { completeness } }) => completeness !== 'none'),
    startTimeUtc: first?.report.startedAt.toISOString(),
    exitCode: first?.decision.exitCode,
    toolExecutionNotifications: [
      ...failures.map(({ name, code, message }) => notification('error', `${name} was not scanned: ${message}`, code)),
      ...issues.map(toNotification),
      ...notes.map((text) => notification('note', text)),
    ],
  };
}

function toNotification({ code, severity, message, path }: Issue): unknown {
  return notification(severity, path === undefined || message.includes(path) ? message : `${message} (${path})`, code);
}

function notification(level: 'error' | 'warning' | 'note', text: string, code?: string): unknown {
  return { level, message: { text: sarifText(text) }, descriptor: code === undefined ? undefined : { id: code } };
}

function toTargetProperties({ target, completeness }: ScanReport, verdict: string): unknown {
  const { name, manifestDigest, configDigest, platform } = target;
  return {
    name,
    manifestDigest,
    configDigest,
    platform: platform === undefined ? undefined : formatPlatform(platform),
    completeness,
    verdict,
  };
}

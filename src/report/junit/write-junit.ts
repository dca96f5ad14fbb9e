import { escapeXml } from '../../lib/xml/escape-xml.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type Issue } from '../../model/issue.ts';
import { describeLayer, factsOf, type FindingFacts } from '../finding-facts.ts';
import { type FailedTarget, type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { type ReportView, viewReport } from '../report-view.ts';
import { verdictOf } from '../table/verdict.ts';
import { targetName } from '../target-name.ts';
import { cutText } from '../text/cut-text.ts';

/**
 * The schema of Ant's JUnit reports, which Jenkins, GitLab, Azure and CircleCI read. A finding is a failed test case where the policy counts it, or
 * where there is no policy; what it does not count, and what is suppressed, is skipped. What could not be scanned is an error.
 */
export function* writeJunit(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n';
  let id = 0;
  for (const judged of reports) {
    const view = viewReport(judged, options.display);
    const cases = [...casesOf(view)];
    yield* writeSuite({ id, name: targetName(reports, judged), startedAt: judged.report.startedAt, seconds: judged.report.durationMs / 1000, cases, out: outOf(view) });
    id++;
  }
  for (const failure of options.failures ?? []) {
    yield* writeSuite({ id, name: failure.name, startedAt: reports[0]?.report.startedAt ?? new Date(0), seconds: 0, cases: [failedCase(failure)], out: '' });
    id++;
  }
  yield '</testsuites>\n';
} // prettier-ignore

interface TestCase {
  readonly classname: string;
  readonly name: string;
  /** A test case that has none has passed. */
  readonly outcome?: { readonly kind: 'failure' | 'error' | 'skipped'; readonly type: string; readonly message: string; readonly text: string };
} // prettier-ignore

function* casesOf(view: ReportView): Iterable<TestCase> {
  const counted = new Set(view.decision.statements.filter(({ isMet }) => !isMet).flatMap(({ violatedBy }) => violatedBy));
  const isAsked = view.decision.verdict !== 'not-asked';
  for (const finding of view.shown) {
    const isFailure = isAsked ? counted.has(finding.fingerprint) : finding.lane !== 'not-applicable';
    yield toCase(factsOf(finding, view), isFailure ? undefined : isAsked ? 'not counted by the policy' : 'not applicable');
  }
  for (const finding of view.suppressed)
    yield toCase(factsOf(finding, view), `suppressed: ${finding.suppression?.reason ?? ''} (${finding.suppression?.origin ?? ''})`);
  for (const issue of view.report.issues) if (issue.severity === 'error') yield issueCase(issue);
  if (view.shown.length + view.suppressed.length === 0 && view.report.completeness === 'complete')
    yield { classname: 'pratique', name: 'no findings' };
}

function toCase(facts: FindingFacts, skipped: string | undefined): TestCase {
  const { id, finding, package: found, title, kind, paths } = facts;
  const what = found === undefined ? (paths[0] ?? kind) : `${found.name} ${found.version}`;
  const outcome =
    skipped === undefined
      ? { kind: 'failure' as const, type: finding.severity, message: `${finding.severity}: ${title}`, text: textOf(facts) }
      : { kind: 'skipped' as const, type: '', message: skipped, text: '' };
  return { classname: found?.name ?? paths[0] ?? kind, name: `[${finding.severity}] ${id} ${what}`, outcome };
}

function textOf(facts: FindingFacts): string {
  const layer = describeLayer(facts);
  const lines = [
    facts.message,
    facts.remedy === '' ? (facts.fix === '' ? '' : `Fix: ${facts.fix}`) : facts.remedy,
    layer === '' ? '' : `Found in ${layer}`,
    ...facts.paths.slice(0, 10),
    facts.url ?? '',
  ];
  return lines.filter((line) => line !== '').map((line) => escapeControl(line)).join('\n'); // prettier-ignore
}

function issueCase({ code, message }: Issue): TestCase {
  return {
    classname: 'not scanned',
    name: `${code} ${message}`,
    outcome: { kind: 'error', type: code, message: 'could not be scanned', text: message },
  };
}

function failedCase({ name, code, message, hint }: FailedTarget): TestCase {
  return { classname: name, name: 'scan', outcome: { kind: 'error', type: code, message, text: hint } };
}

function outOf(view: ReportView): string {
  const { word, sentence } = verdictOf(view);
  return `${word}\n${sentence}`;
}

interface Suite {
  readonly id: number;
  readonly name: string;
  readonly startedAt: Date;
  readonly seconds: number;
  readonly cases: readonly TestCase[];
  readonly out: string;
}

function* writeSuite({ id, name, startedAt, seconds, cases, out }: Suite): Iterable<string> {
  const count = (kind: string) => cases.filter(({ outcome }) => outcome?.kind === kind).length;
  const attributes = [
    ['id', String(id)],
    ['name', name],
    ['package', 'pratique'],
    ['hostname', 'localhost'],
    ['timestamp', startedAt.toISOString().slice(0, 19)],
    ['time', seconds.toFixed(3)],
    ['tests', String(cases.length)],
    ['failures', String(count('failure'))],
    ['errors', String(count('error'))],
    ['skipped', String(count('skipped'))],
  ] as const;
  yield `<testsuite ${attributes.map(([key, value]) => `${key}="${toAttribute(value)}"`).join(' ')}>\n<properties></properties>\n`;
  for (const each of cases) yield toElement(each);
  yield `<system-out>${toText(out)}</system-out>\n<system-err></system-err>\n</testsuite>\n`;
}

function toElement({ classname, name, outcome }: TestCase): string {
  const start = `<testcase classname="${toAttribute(classname)}" name="${toAttribute(name)}" time="0"`;
  if (outcome === undefined) return `${start}/>\n`;
  const type = outcome.kind === 'skipped' ? '' : ` type="${toAttribute(outcome.type)}"`;
  const message = ` message="${toAttribute(outcome.message)}"`;
  return `${start}><${outcome.kind}${message}${type}>${toText(outcome.text)}</${outcome.kind}></testcase>\n`;
}

/** Names are shown on one line, and nobody reads more of them. */
function toAttribute(text: string): string {
  return escapeXml(cutText(escapeControl(text), 500).replace(/\s+/g, ' ').trim() || 'unnamed');
}

/** Line breaks stay: `escapeXml` would write them as references, for attributes. */
function toText(text: string): string {
  return text.split('\n').map((line) => escapeXml(escapeControl(line))).join('\n'); // prettier-ignore
}

import { type AuditReport, type AuditResult, type AuditVerdict } from '../../model/audit-report.ts';
import { type DisplayFilter } from '../reporter.ts';
import { type ReportView } from '../report-view.ts';
import { fitStart, padWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { type RuleRowOptions } from './rule-rows.ts';
import { countOf } from './words.ts';

type AuditScreenOptions = RuleRowOptions & Pick<DisplayFilter, 'severities'>;

/** Items of one check that are listed without `--verbose`. */
const mostItems = 5;
const idWidth = '1.1.18'.length;
const severityWidth = 'negligible'.length;
const margin = ' '.repeat(2 + idWidth + 2);

/** An audit of a host: how it stands, then by section what fails, then what could not be looked at; with `--verbose` every check. */
export function* writeAudit(audit: AuditReport, view: ReportView, options: AuditScreenOptions): Iterable<string> {
  yield* writeHead(audit, view, options);
  for (const { id, title } of audit.sections) {
    const results = unsuppressed(audit, view).filter(({ sectionId }) => sectionId === id);
    const listed = results.filter((result) => isListed(result, options));
    if (listed.length === 0) continue;
    yield '';
    yield `${options.style.strong(`${id} ${title.toUpperCase()}`)}  ${options.style.faint(tally(results))}`;
    for (const group of options.isVerbose ? listed.map((result) => [result] as const) : alike(listed)) yield* writeGroup(group, options);
  }
  if (!options.isVerbose) yield* writeUndecided(audit, options);
}

/** What was set aside is listed where suppressions are, and fails no more. */
function unsuppressed({ results }: AuditReport, { suppressed }: ReportView): readonly AuditResult[] {
  const aside = new Set(suppressed.flatMap((finding) => (finding.kind === 'audit' ? [`${finding.ruleId} ${finding.message}`] : [])));
  return results.map((result) => {
    const items = result.items.filter(
      ({ subject, message }) => !aside.has(`${result.id} ${subject === undefined ? message : `${subject} ${message}`}`),
    );
    if (items.length === result.items.length) return result;
    const note = `${result.items.length - items.length} suppressed`;
    return { ...result, items, note, verdict: items.length > 0 ? 'fail' : result.unread.length > 0 ? 'unknown' : 'pass' };
  });
}

function isListed({ verdict, severity }: AuditResult, { isVerbose, severities }: AuditScreenOptions): boolean {
  if (verdict === 'fail') return severities?.has(severity) ?? true;
  return isVerbose;
}

function* writeHead(audit: AuditReport, view: ReportView, { width, style }: RuleRowOptions): Iterable<string> {
  const { host, benchmark } = audit;
  const { decision } = view;
  const results = unsuppressed(audit, view);
  const failed = results.filter(({ verdict }) => verdict === 'fail').length;
  const text =
    decision.verdict === 'fail' ? 'FAIL' : failed === 0 ? 'NO CHECK FAILED' : `${failed} ${failed === 1 ? 'CHECK' : 'CHECKS'} FAILED`;
  const tone = decision.verdict === 'fail' ? style.bad : failed === 0 ? style.good : style.caution;
  yield `${tone(text)}  ${style.strong(fitStart(escapeControl(host.name), width - text.length - 2))}`;
  const facts = [
    host.engine === undefined ? 'engine unknown' : `${host.engine}${host.isRootless === true ? ' (rootless)' : ''}`,
    host.operatingSystem ?? '',
    host.containers === undefined ? '' : countOf(host.containers, 'running container'),
    host.images === undefined ? '' : countOf(host.images, 'image'),
  ].filter((fact) => fact !== '');
  yield* wrapWords(escapeControl(facts.join(' · ')), width, '  ').map(style.faint);
  yield* wrapWords(`${benchmark}: ${tally(results)}`, width, '  ');
  for (const { text: statement, isMet, isWarning } of decision.verdict === 'not-asked' ? [] : decision.statements) {
    const mark = !isMet ? style.bad('✗') : isWarning === true ? style.caution('!') : style.good('✓');
    yield* wrapWords(escapeControl(statement), width, `  ${mark} `, '    ');
  }
}

const tallied: readonly (readonly [AuditVerdict, string])[] = [
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['unknown', 'could not look'],
  ['not-applicable', 'not applicable'],
];

function tally(results: readonly AuditResult[]): string {
  return tallied
    .map(([verdict, words]) => ({ words, count: results.filter((each) => each.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ words, count }) => `${count} ${words}`)
    .join(', ');
}

type Group = readonly [AuditResult, ...AuditResult[]];

/** Neighbours that ask for the same are one entry: sixteen files that nobody watches are one thing to do. */
function alike(results: readonly AuditResult[]): readonly Group[] {
  const groups: [AuditResult, ...AuditResult[]][] = [];
  for (const result of results) {
    const last = groups.at(-1);
    if (last?.[0].remediation === result.remediation && last[0].severity === result.severity && last[0].rationale === result.rationale)
      last.push(result);
    else groups.push([result]);
  }
  return groups;
}

function* writeGroup(group: Group, { width, style, isVerbose }: RuleRowOptions): Iterable<string> {
  const [first, ...others] = group;
  const { severity, verdict, note, remediation, command, rationale } = first;
  const tag =
    verdict === 'fail' ? style.severity(severity, padWidth(severity, severityWidth)) : padWidth(verdictTags[verdict], severityWidth);
  const lead = `  ${padWidth(first.id, idWidth)}  ${tag}  `;
  const indent = 2 + idWidth + 2 + severityWidth + 2;
  const [line = '', ...more] = wrapWords(first.title, width - indent);
  yield lead + style.strong(line);
  for (const next of more) yield ' '.repeat(indent) + style.strong(next);
  if (others.length > 0) yield* wrapWords(`also ${others.map(({ id }) => id).join(', ')}`, width, margin).map(style.faint);
  const items = group.flatMap((each) => each.items);
  const shown = isVerbose ? items : items.slice(0, mostItems);
  for (const { subject, message } of shown)
    yield* wrapWords(escapeControl(subject === undefined ? message : `${subject} ${message}`), width, `${margin}• `, `${margin}  `);
  if (shown.length < items.length) yield style.faint(`${margin}  and ${items.length - shown.length} more with --verbose`);
  for (const reason of isVerbose ? first.unread : first.unread.slice(0, 1))
    yield* wrapWords(escapeControl(`could not look: ${reason}`), width, `${margin}? `, `${margin}  `);
  if (note !== undefined && verdict !== 'fail') yield* wrapWords(escapeControl(note), width, margin).map(style.faint);
  if (verdict !== 'fail') return;
  if (isVerbose)
    yield* [note ?? '', rationale]
      .filter((text) => text !== '')
      .flatMap((text) => wrapWords(escapeControl(text), width, margin))
      .map(style.faint);
  yield* wrapWords(remediation, width, `${margin}→ `, `${margin}  `);
  // Wrapped it could not be copied.
  if (command !== undefined) yield `${margin}  ${style.faint(command)}`;
}

const verdictTags: Readonly<Record<Exclude<AuditVerdict, 'fail'>, string>> = {
  pass: 'passed',
  unknown: 'unknown',
  'not-applicable': '–',
};

/** By reason, since one reason mostly stands for many checks. */
function* writeUndecided({ results }: AuditReport, { width, style }: RuleRowOptions): Iterable<string> {
  const byReason = new Map<string, string[]>();
  for (const { id, unread } of results)
    for (const reason of unread.slice(0, 1)) byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  if (byReason.size === 0) return;
  yield '';
  yield style.strong('COULD NOT LOOK');
  for (const [reason, ids] of byReason) {
    yield* wrapWords(escapeControl(reason), width, `  ${style.caution('?')} `, '    ');
    yield* wrapWords(ids.join(', '), width, '    ').map(style.faint);
  }
}

import { countFindings } from '../count-findings.ts';
import { type ReportView, type ShownAction } from '../report-view.ts';
import { displayWidth, fitWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { type Issue } from '../../model/issue.ts';
import { issueCodes } from '../../model/issue-codes.ts';
import { isKnownExploited } from '../../model/finding.ts';
import { formatPlatform } from '../../model/platform.ts';
import { type Severity, severities } from '../../model/severity.ts';
import { describeNotShown } from './describe-not-shown.ts';
import { writeLaneTable } from './lane-table.ts';
import { type Style } from './style.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';

/** What must be known before reading on: at most 40 lines whatever the image holds. */
export function* writeFirstScreen(view: ReportView, width: number, style: Style): Iterable<string> {
  yield* writeHead(view, width, style);
  if (view.report.target.connection === 'unverified') yield `  ${style.caution('!')} ${fitWidth(unverified, width - 4)}`;
  yield* writeTrust(view, width, style);
  yield* writeStatements(view, width, style);
  yield* writeCompleteness(view, width, style);
  yield* writePlan(view.plan, width, style);
  yield* writeLaneTable(view, width, style);
  for (const note of describeNotShown(view)) yield style.faint(fitWidth(`  ${note}`, width));
}

const unverified = 'the registry was not verified (--insecure): the image may be somebody else’s';

function* writeHead(view: ReportView, width: number, style: Style): Iterable<string> {
  const { target, packages } = view.report;
  const [word, paint] = verdictOf(view, style);
  const name = fitWidth(escapeControl(target.name), Math.max(8, width - displayWidth(word) - 2));
  yield `${paint(word)}  ${style.strong(name)}`;
  const system = target.distribution?.prettyName ?? target.distribution?.id ?? 'no distribution';
  const store = localStores.get(target.scheme);
  const origin = store === undefined ? [] : [`from ${store}`];
  const counts = [countOf(packages.length, 'package'), countOf(target.layers.length, 'layer')];
  const facts = [system, formatPlatform(target.platform), ...origin, ...counts];
  const line = `  ${facts.map(escapeControl).join(' · ')}`;
  const attestations = target.attestationCount === undefined ? '' : ` · ${countOf(target.attestationCount, 'attestation')}`;
  // Half of it would say nothing; the JSON always has it.
  yield style.faint(fitWidth(displayWidth(line + attestations) <= width ? line + attestations : line, width));
}

/** A plain name may be found in several places; of the others the name says where. */
const localStores: ReadonlyMap<string, string> = new Map([
  ['docker', 'Docker'],
  ['podman', 'Podman'],
  ['containerd', 'containerd'],
]);

/** Who signed, or the first reason why that is not known; `pratique verify` tells the rest. */
function* writeTrust({ report: { trust } }: ReportView, width: number, style: Style): Iterable<string> {
  if (trust === undefined) return;
  const signers = [
    ...new Set([...trust.trusted, ...trust.attestations.map(({ signature }) => signature)].map(({ signer }) => signer.name)),
  ];
  const [reason] = [...trust.refused, ...trust.failures];
  const more = trust.refused.length + trust.failures.length - 1;
  const why = reason === undefined ? '' : ` (${reason.code}${more > 0 ? `, and ${more} more` : ''}): ${reason.message}`;
  const text = trust.isTrusted ? `signed by ${signers.join(', ')}` : `not trusted${why}`;
  const mark = trust.isTrusted
    ? style.good('✓')
    : trust.action === 'enforce' || trust.action === 'forbid'
      ? style.bad('✗')
      : style.caution('!');
  yield `  ${mark} ${fitWidth(escapeControl(text), width - 4)}`;
}

/** A zero is never told without saying whether everything was looked at. */
function verdictOf(view: ReportView, style: Style): readonly [string, (text: string) => string] {
  const { decision, report, shown } = view;
  const isComplete = report.completeness === 'complete';
  if (decision.verdict === 'fail') return ['FAIL', style.bad];
  if (decision.verdict === 'pass') return isComplete ? ['PASS', style.good] : ['PASS, INCOMPLETE', style.caution];
  if (shown.some((finding) => finding.lane === 'fix-now')) return ['FIX NOW', style.caution];
  if (report.completeness === 'none') return ['INCOMPLETE', style.caution];
  const word = shown.length > 0 ? 'NOTHING TO FIX NOW' : 'NOTHING FOUND';
  return isComplete ? [word, style.good] : [`${word}, INCOMPLETE`, style.caution];
}

function* writeStatements(view: ReportView, width: number, style: Style): Iterable<string> {
  const { statements } = view.decision;
  if (view.decision.verdict === 'not-asked') return;
  for (const { text, isMet, isWarning } of statements.slice(0, maxStatements)) {
    const mark = !isMet ? style.bad('✗') : isWarning === true ? style.caution('!') : style.good('✓');
    yield `  ${mark} ${fitWidth(escapeControl(text), width - 4)}`;
  }
  if (statements.length > maxStatements) yield `    and ${statements.length - maxStatements} more`;
}
const maxStatements = 4;

function* writeCompleteness({ report }: ReportView, width: number, style: Style): Iterable<string> {
  yield '';
  const { issues, completeness } = report;
  if (completeness === 'complete') {
    yield `${style.good('COMPLETE')}  everything could be looked at`;
    return;
  }
  const errors = issues.filter((issue) => issue.severity === 'error');
  const warnings = issues.filter((issue) => issue.severity === 'warning');
  const seen = [`${errors.length} not looked at`, `${warnings.length} less certain`].join(', ');
  yield `${style.caution('INCOMPLETE')}  ${fitWidth(completeness === 'none' ? 'nothing could be looked at' : seen, width - 12)}`;
  const lines = [...issueLines(errors, width, style), ...issueLines(warnings, width, style)];
  const told = lines.length > maxIssues ? lines.slice(0, maxIssues) : lines;
  yield* told;
  if (lines.length > told.length) yield style.faint(`  and ${lines.length - told.length} more kinds, below`);
}
const maxIssues = 4;

/** One line for each kind: its message where there is one, otherwise what they are and how many. */
function issueLines(issues: readonly Issue[], width: number, style: Style): readonly string[] {
  const codes = [...new Set(issues.map((issue) => issue.code))];
  return codes.map((code) => {
    const group = issues.filter((issue) => issue.code === code);
    const [first] = group;
    const text = group.length === 1 && first !== undefined ? first.message : `${issueCodes[code].title}: ${group.length}`;
    const mark = issueCodes[code].severity === 'error' ? style.bad('!') : style.caution('?');
    return `  ${mark} ${fitWidth(escapeControl(text), width - 4)}`;
  });
}

function* writePlan(actions: readonly ShownAction[], width: number, style: Style): Iterable<string> {
  if (actions.length === 0) return;
  yield '';
  yield style.strong('WHAT TO DO');
  const everything = actions.length > maxActions ? [actions.flatMap((action) => action.findings)] : [];
  const columns = Math.max(...[...everything, ...actions.map((action) => action.findings)].map((findings) => lossOf(findings).length));
  const blocks = actions.map((action) => actionLines(action, columns, width, style));
  const told = fittingCount(blocks, width < 70 ? 8 : maxActions);
  for (const block of blocks.slice(0, told)) yield* block;
  const rest = actions.slice(told).flatMap((action) => action.findings);
  if (rest.length > 0) yield `  ${lossOf(rest).padStart(columns)}  ${actions.length - told} more, below`;
}

/** How many blocks fit into `lines`. */
function fittingCount(blocks: readonly (readonly string[])[], lines: number): number {
  let used = 0;
  const at = blocks.findIndex((block) => (used += block.length) > lines);
  return at < 0 ? blocks.length : at;
}

/** One line, or two where the text needs them. */
function actionLines({ action, findings }: ShownAction, columns: number, width: number, style: Style): readonly string[] {
  const [first = '', ...rest] = wrapWords(escapeControl(action.text), width - columns - 4);
  const head = `  ${style.strong(lossOf(findings).padStart(columns))}  ${first}`;
  if (rest.length === 0) return [head + gainOf(findings, first, columns, width, style)];
  const indent = ' '.repeat(columns + 6);
  return [head, indent + fitWidth(rest.join(' '), width - indent.length)];
}

/** Lines, because an action with a long name takes two. */
const maxActions = 11;

/** Different flaws, not their copies: `−12`. */
function lossOf(findings: ShownAction['findings']): string {
  return `−${countFindings(findings).distinct}`;
}

/** The worst of what an action takes away, at the right where there is room: `2 critical, 1 high`. */
function gainOf(findings: ShownAction['findings'], text: string, columns: number, width: number, style: Style): string {
  const worst = severities.filter((severity) => findings.some((finding) => finding.severity === severity)).slice(0, 2);
  const words = worst.map(
    (severity) => `${countFindings(findings.filter((finding) => finding.severity === severity)).distinct} ${severity}`,
  );
  const exploited = findings.some(isKnownExploited) ? ['exploited'] : [];
  const gain = [...exploited, ...words].join(', ');
  const room = width - 4 - columns - displayWidth(text) - displayWidth(gain);
  if (room < 2) return '';
  return ' '.repeat(room) + paintGain(gain, exploited.length > 0 ? 'critical' : worst[0], style);
}

function paintGain(gain: string, worst: Severity | undefined, style: Style): string {
  return worst === undefined ? gain : style.severity(worst, gain);
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

import { countFindings, formatCount } from '../../model/count-findings.ts';
import { type Finding, lanes, type Lane } from '../../model/finding.ts';
import { severities } from '../../model/severity.ts';
import { describeBaseline, ofChange } from '../describe-baseline.ts';
import { describeLayer, factsOf, type FindingFacts } from '../finding-facts.ts';
import { type FailedTarget, type JudgedReport, type ReporterOptions } from '../reporter.ts';
import { type ReportView, viewReport } from '../report-view.ts';
import { laneWords } from '../table/lane-words.ts';
import { verdictOf } from '../table/verdict.ts';
import { countOf } from '../table/words.ts';
import { targetName } from '../target-name.ts';
import { cutText } from '../text/cut-text.ts';
import { escapeMarkdown, markdownCode } from '../text/escape-markdown.ts';

/** GitHub takes 65,536 characters in a comment; a step summary may have more. */
const maxCharacters = 60_000;
/** Findings that are shown without unfolding. */
const firstFindings = 20;
const maxActions = 15;
const maxIssues = 10;

/** Begins with a comment that names the report, by which the next one finds the comment that it replaces. */
export function* writeMarkdown(reports: readonly JudgedReport[], options: ReporterOptions): Iterable<string> {
  yield '<!-- pratique -->\n';
  let room = maxCharacters;
  for (const [at, judged] of reports.entries()) {
    const view = viewReport(judged, options.display);
    // Each image gets its share, and what the ones before it left.
    const share = Math.floor(room / (reports.length - at));
    const text = [...fitBlocks(blocksOf(view, targetName(reports, judged)), share)].join('');
    room -= text.length;
    yield text;
  }
  for (const failure of options.failures ?? []) yield failureBlock(failure);
}

/** A part of the text that is left out whole where there is no room for it. */
interface Block {
  readonly text: string;
  /** Lines that may be left out one by one, from the end, and what says how many. */
  readonly rows?: readonly string[];
  readonly end?: (left: number) => string;
}

function* fitBlocks(blocks: Iterable<Block>, share: number): Iterable<string> {
  let room = share;
  for (const { text, rows = [], end } of blocks) {
    const fixed = text.length + (end?.(rows.length).length ?? 0);
    if (fixed > room) continue;
    room -= fixed;
    yield text;
    let written = 0;
    for (const row of rows) {
      if (row.length > room) break;
      room -= row.length;
      yield row;
      written++;
    }
    if (end !== undefined) yield end(rows.length - written);
  }
}

function* blocksOf(view: ReportView, name: string): Iterable<Block> {
  const { word, sentence, tone } = verdictOf(view);
  const mark = tone === 'good' ? '✅' : tone === 'bad' ? '❌' : '⚠️';
  yield { text: `## ${mark} ${escapeMarkdown(word)}: ${escapeMarkdown(cutText(name, 200))}\n\n${escapeMarkdown(sentence)}\n\n` };
  yield { text: statementLines(view) };
  const compared = describeBaseline(view);
  if (compared !== undefined) yield { text: `${escapeMarkdown(compared)}\n\n` };
  yield { text: laneTable(view) };
  yield { text: planLines(view) };
  const shown = view.shown.filter(({ lane }) => lane !== 'not-applicable');
  yield* view.report.baseline === undefined ? findingBlocks(shown, 'Findings', view) : changeBlocks(shown, view);
  yield { text: issueLines(view) };
  const { suppressed } = view;
  if (suppressed.length > 0) yield { text: `${countOf(countFindings(suppressed).distinct, 'finding')} suppressed.\n\n` };
}

function statementLines({ decision }: ReportView): string {
  if (decision.verdict === 'not-asked') return '';
  const lines = decision.statements.slice(0, 20).map(({ text, isMet, isWarning }) => `- ${isMet ? (isWarning === true ? '⚠️' : '✅') : '❌'} ${escapeMarkdown(text)}\n`);
  return `${lines.join('')}\n`;
} // prettier-ignore

function laneTable({ shown }: ReportView): string {
  if (shown.length === 0) return '';
  const columns = severities.filter((severity) => shown.some((finding) => finding.severity === severity));
  const rows = lanes.flatMap((lane) => {
    const found = shown.filter((finding) => finding.lane === lane);
    if (found.length === 0) return [];
    const cells = columns.map((severity) => cellOf(found.filter((finding) => finding.severity === severity)));
    return [`| ${laneName(lane)} | ${cells.join(' | ')} |\n`];
  });
  return `| | ${columns.join(' | ')} |\n|---|${columns.map(() => '---:|').join('')}\n${rows.join('')}\n`;
}

function laneName(lane: Lane): string {
  return laneWords[lane];
}

function cellOf(findings: readonly Finding[]): string {
  return findings.length === 0 ? '' : formatCount(countFindings(findings));
}

function planLines({ plan }: ReportView): string {
  if (plan.length === 0) return '';
  const lines = plan
    .slice(0, maxActions)
    .map(({ action, findings }) => `- ${escapeMarkdown(action.text)} (−${countFindings(findings).distinct})\n`);
  const more = plan.length > maxActions ? `- and ${plan.length - maxActions} more\n` : '';
  return `### What to do\n\n${lines.join('')}${more}\n`;
}

/** What is new first: it is what the reader of a pull request can do something about. */
function* changeBlocks(shown: readonly Finding[], view: ReportView): Iterable<Block> {
  yield* findingBlocks(ofChange(shown, 'introduced'), 'Introduced', view);
  yield* findingBlocks(ofChange(shown, 'disclosed'), 'Disclosed since the baseline', view);
  const fixed = [
    ...new Set(view.report.baseline?.fixed.map(({ id, package: found }) => (found === undefined ? id : `${id} in ${found.name}`))),
  ];
  if (fixed.length > 0)
    yield { text: `### Fixed\n\n`, rows: fixed.map((text) => `- ${escapeMarkdown(cutText(text, 200))}\n`), end: () => '\n' };
  const known = ofChange(shown, 'pre-existing');
  if (known.length > 0) yield { text: `${countOf(countFindings(known).distinct, 'pre-existing finding')} not listed.\n\n` };
}

function* findingBlocks(findings: readonly Finding[], title: string, view: ReportView): Iterable<Block> {
  if (findings.length === 0) return;
  const head = '| severity | finding | where | fixed in | what |\n|---|---|---|---|---|\n';
  const rows = findings.map((finding) => rowOf(factsOf(finding, view)));
  const end = (left: number): string => (left === 0 ? '\n' : `\n${countOf(left, 'finding')} more in the full report.\n\n`);
  yield { text: `### ${title}\n\n${head}`, rows: rows.slice(0, firstFindings), end };
  if (rows.length > firstFindings)
    yield {
      text: `<details><summary>${rows.length - firstFindings} more</summary>\n\n${head}`,
      rows: rows.slice(firstFindings),
      end: (left) => `${end(left)}</details>\n\n`,
    };
}

function rowOf(facts: FindingFacts): string {
  const { finding, id, url, package: found, paths, fix, remedy, title } = facts;
  const name = url === undefined ? escapeMarkdown(id) : `[${escapeMarkdown(id)}](${toLinkTarget(url)})`;
  const where = found === undefined ? (paths[0] ?? describeLayer(facts)) : `${found.name} ${found.version}`;
  const marks = facts.isExploited ? '**exploited** ' : '';
  const cells = [
    finding.severity,
    name,
    markdownCode(cutText(where, 120)),
    escapeMarkdown(cutText(fix === '' ? remedy : fix, 120)),
    `${marks}${escapeMarkdown(cutText(title, 200))}`,
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** An address is printable ASCII; what could end the link or the cell is encoded. */
function toLinkTarget(url: string): string {
  return url.replace(/[()<>|\\"'`\s]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function issueLines({ report: { issues, completeness } }: ReportView): string {
  if (completeness === 'complete') return '';
  const errors = issues.filter(({ severity }) => severity === 'error');
  const all = [...errors, ...issues.filter(({ severity }) => severity !== 'error')];
  const lines = all.slice(0, maxIssues).map(({ code, message }) => `- ${code}: ${escapeMarkdown(cutText(message, 300))}\n`);
  const more = all.length > maxIssues ? `- and ${all.length - maxIssues} more\n` : '';
  return `### ${errors.length > 0 ? 'Not scanned' : 'Lower confidence'}\n\n${lines.join('')}${more}\n`;
}

function failureBlock({ name, message, hint }: FailedTarget): string {
  return `## ❌ NOT SCANNED: ${escapeMarkdown(cutText(name, 200))}\n\n${escapeMarkdown(cutText(message, 500))}. ${escapeMarkdown(cutText(hint, 500))}\n\n`;
}

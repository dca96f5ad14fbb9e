import { type ShownAction } from '../report-view.ts';
import { displayWidth, fitWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { countFindings } from '../../model/count-findings.ts';
import { isKnownExploited } from '../../model/finding.ts';
import { type Severity, severities } from '../../model/severity.ts';
import { type Style } from './style.ts';

/** Lines, because an action with a long name takes two. */
const maxLines = 11;
const maxLinesWhereNarrow = 8;

/** Each action with the number of findings that it removes. */
export function* writePlan(plan: readonly ShownAction[], width: number, style: Style): Iterable<string> {
  if (plan.length === 0) return;
  yield '';
  yield `${style.strong('WHAT TO DO')} ${style.faint('(findings removed)')}`;
  const everything = plan.length > maxLines ? [plan.flatMap(({ findings }) => findings)] : [];
  const columns = Math.max(...[...everything, ...plan.map(({ findings }) => findings)].map((findings) => lossOf(findings).length));
  const blocks = plan.map((action) => actionLines(action, columns, width, style));
  const told = fittingCount(blocks, width < 70 ? maxLinesWhereNarrow : maxLines);
  for (const block of blocks.slice(0, told)) yield* block;
  const rest = plan.slice(told).flatMap(({ findings }) => findings);
  if (rest.length > 0) yield `  ${lossOf(rest).padStart(columns)}  ${plan.length - told} more, below`;
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
  if (rest.length === 0) {
    const gain = gainOf(findings, first, columns, width, style);
    // What is worst is said, even on a line of its own.
    return gain === '' && isUrgent(findings)
      ? [head, `  ${' '.repeat(columns)}${gainOf(findings, '', columns, width, style)}`]
      : [head + gain];
  }
  const indent = ' '.repeat(columns + 6);
  return [head, indent + fitWidth(rest.join(' '), width - indent.length)];
}

function isUrgent(findings: ShownAction['findings']): boolean {
  return findings.some((finding) => isKnownExploited(finding) || finding.severity === 'critical');
}

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

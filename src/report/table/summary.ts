import { displayWidth, fitStart, fitWidth, padWidth } from '../../lib/terminal/display-width.ts';
import { escapeControl } from '../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../lib/terminal/wrap-words.ts';
import { type FailedTarget } from '../reporter.ts';
import { type Style } from './style.ts';
import { type Verdict } from './verdict.ts';

export interface SummaryRow extends Pick<Verdict, 'word' | 'tone'> {
  readonly name: string;
}

/** The words of a verdict are cut where they would leave no room for a name. */
const widestWord = 40;
const leastName = 16;

/** One line for each of several targets, in the order given. */
export function* writeSummary(rows: readonly SummaryRow[], width: number, style: Style): Iterable<string> {
  yield style.strong('SUMMARY');
  yield '';
  const widest = Math.max(...rows.map(({ word }) => displayWidth(escapeControl(word))));
  const columns = Math.min(widest, widestWord, Math.max(1, width - 4 - leastName));
  for (const { name, word, tone } of rows) {
    const cell = padWidth(fitWidth(escapeControl(word), columns), columns);
    yield `  ${style[tone](cell)}  ${fitStart(escapeControl(name), width - 4 - columns)}`;
  }
}

/** In the place of the report: which target, why, and what to try. */
export function* writeFailure({ name, code, message, hint }: FailedTarget, width: number, style: Style): Iterable<string> {
  const head = 'NOT SCANNED';
  yield `${style.bad(head)}  ${style.strong(fitStart(escapeControl(name), width - head.length - 2))}`;
  yield* wrapWords(escapeControl(`${message} (${code})`), width, '  ');
  for (const line of wrapWords(`→ ${escapeControl(hint)}`, width, '  ', '    ')) yield style.faint(line);
}

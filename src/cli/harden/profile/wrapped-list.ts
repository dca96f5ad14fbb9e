import { escapeControl } from '../../../lib/terminal/escape-control.ts';
import { wrapWords } from '../../../lib/terminal/wrap-words.ts';

/** Words over as many lines as they need, indented. */
export function* fitLines(words: readonly string[], width: number, first: string, next = first): Generator<string> {
  for (const line of wrapWords(words.map(escapeControl).join(' '), width, first, next)) yield `${line}\n`;
}

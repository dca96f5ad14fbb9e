import { displayWidth } from '../../lib/terminal/display-width.ts';
import { wrapWhole } from '../../lib/terminal/wrap-whole.ts';

/**
 * Breaks lines that are wider than the terminal between words; a digest or URL is never broken. Without a width, where output is not read on a
 * terminal, lines stay whole, so that there is one record a line. The text is escaped and has no colours.
 */
export function* fitLines(chunks: Iterable<string>, width: number | undefined): Generator<string> {
  if (width === undefined) yield* chunks;
  else for (const line of linesOf(chunks)) yield `${fitLine(line, width)}\n`;
}

/** One line, with what follows indented by two columns more than its start. A reference that is too long by itself is broken before its digest. */
export function fitLine(line: string, width: number): string {
  if (displayWidth(line) <= width) return line;
  const [indent = ''] = /^ */.exec(line) ?? [];
  const words = line
    .slice(indent.length)
    .split(' ')
    .map((word) => (displayWidth(word) + indent.length > width ? word.replace(/@(?=sha(?:256|512):)/, ' @') : word));
  return wrapWhole(words.join(' '), width, indent, `${indent}  `).join('\n');
}

function* linesOf(chunks: Iterable<string>): Generator<string> {
  let rest = '';
  for (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

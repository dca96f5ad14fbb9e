import { displayWidth, fitWidth } from './display-width.ts';

/** Words over as many lines as they need, the first beginning with `first`, the others with `next`; a word wider than a line is cut. */
export function wrapWords(text: string, width: number, first = '', next = first): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const prefix = (): string => (lines.length === 0 ? first : next);
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(prefix()) + displayWidth(joined) > width) {
      lines.push(fitWidth(prefix() + line, width));
      line = word;
    } else line = joined;
  }
  if (line !== '' || lines.length === 0) lines.push(fitWidth(prefix() + line, width).trimEnd());
  return lines;
}

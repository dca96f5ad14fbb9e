import { displayWidth } from './display-width.ts';

/** As `wrapWords`, but never cuts a word, so that digests stay whole. A word that does not fit gets its own line, less indented. */
export function wrapWhole(text: string, width: number, first: string, next: string): readonly string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ')) {
    const isEmpty = line.trim() === '' || (lines.length === 0 && line === first);
    const joined = isEmpty ? line + word : `${line} ${word}`;
    if (displayWidth(joined) <= width || (isEmpty && next.length <= 4)) {
      line = joined;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    line =
      displayWidth(next + word) <= width
        ? next + word
        : ' '.repeat(Math.min(Math.max(4, width - displayWidth(word)), 6, next.length)) + word;
  }
  return [...lines, line.trimEnd()];
}

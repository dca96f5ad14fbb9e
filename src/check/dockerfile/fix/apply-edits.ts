import { type Edit } from './fixes.ts';

export interface EditedText {
  readonly text: string;
  /** Each line of the original as it is now, with line ends where lines were added; `undefined` where it was removed. */
  readonly lines: readonly (string | undefined)[];
}

/** Applies edits of a text's lines. Of two that overlap, the one further back is applied. Everything else stays, line ends too. */
export function applyEdits(text: string, edits: readonly Edit[]): EditedText {
  const lines: (string | undefined)[] = text.split('\n');
  // From the end, so that an edit moves none that is still to come.
  const sorted = [...edits].sort((a, b) => b.line - a.line || b.column - a.column);
  let last: Edit | undefined;
  for (const edit of sorted) {
    const line = lines[edit.line - 1];
    const overlaps = last?.line === edit.line && edit.column + edit.length > last.column;
    last = edit;
    if (line === undefined || overlaps) continue;
    lines[edit.line - 1] =
      edit.removesLine === true ? undefined : line.slice(0, edit.column - 1) + edit.text + line.slice(edit.column - 1 + edit.length);
  }
  return { text: lines.filter((line) => line !== undefined).join('\n'), lines };
}

/** The lines of one instruction as one text, which knows where each piece came from. */
export interface JoinedText {
  readonly text: string;
  /** In order; the first begins at 0. */
  readonly pieces: readonly Piece[];
}

interface Piece {
  /** Offset in the text. */
  readonly at: number;
  readonly line: number;
  /** Column of its first character, from 1. */
  readonly column: number;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where in the file the character at `offset` is; past the end, where the text ends. */
export function positionAt({ pieces }: JoinedText, offset: number): Position {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]!.at <= offset) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  if (piece === undefined) return { line: 1, column: 1 };
  return { line: piece.line, column: piece.column + Math.max(0, offset - piece.at) };
}

/** Collects the pieces of a text. */
export function joinText(): { add(text: string, line: number, column: number): void; done(): JoinedText } {
  const texts: string[] = [];
  const pieces: Piece[] = [];
  let at = 0;
  return {
    add: (text, line, column) => {
      pieces.push({ at, line, column });
      texts.push(text);
      at += text.length;
    },
    done: () => ({ text: texts.join(''), pieces }),
  };
}

import { decodeBytes } from '../../../lib/bytes/decode-bytes.ts';

/** One paragraph of a control file: the wanted fields by lower-case name, folded lines joined by newlines as written. */
export type ControlParagraph = ReadonlyMap<string, string>;

export interface ControlReader {
  /** Lower-case names; other fields are passed over without a copy. */
  readonly wanted: ReadonlySet<string>;
  /** Longer values are left out and told: bytes. */
  readonly maxFieldBytes: number;
  readonly paragraph: (fields: ControlParagraph, byteOffset: number) => void;
  /** A line that no rule of the format allows, or a field over the bound. */
  readonly problem: (message: string, byteOffset: number) => void;
}

/**
 * deb-control(5) and deb822(5): paragraphs of `Name: value` lines, values folded by lines that begin with white space.
 * One pass over the bytes; CRLF and a missing blank line at the end are read like the regular form. Never throws.
 */
export function readControlParagraphs(content: Buffer, reader: ControlReader): void {
  // One byte is one character, so that offsets in the text are offsets in the bytes.
  const text = content.toString('latin1');
  const initials = initialsOf(reader.wanted);
  let fields = new Map<string, string>();
  let paragraphStart = 0;
  let name: string | undefined;
  let valueStart = 0;
  let valueEnd = 0;
  let isInField = false;
  let isEmpty = true;
  let colon = -1;

  function endField(): void {
    if (name === undefined) return;
    if (valueEnd - valueStart > reader.maxFieldBytes)
      reader.problem(`the field ${name} is longer than ${reader.maxFieldBytes} bytes`, valueStart);
    else fields.set(name, decodeBytes(content, valueStart, valueEnd).trim());
    name = undefined;
  }

  function endParagraph(at: number): void {
    endField();
    if (!isEmpty) reader.paragraph(fields, paragraphStart);
    fields = new Map();
    isEmpty = true;
    isInField = false;
    paragraphStart = at;
  }

  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const lineEnd = newline === -1 ? text.length : newline;
    const first = text.charCodeAt(start);
    const lineStart = start;
    start = lineEnd + 1;
    if (lineEnd === lineStart || (first === carriageReturn && lineEnd === lineStart + 1)) {
      endParagraph(start);
      continue;
    }
    isEmpty = false;
    if (first === space || first === tab) {
      if (!isInField) reader.problem('a paragraph begins with a continuation line', lineStart);
      valueEnd = lineEnd;
      continue;
    }
    endField();
    isInField = true;
    // Looked for once, however many lines without a colon lie before it.
    if (colon < lineStart) colon = indexOrInfinity(text.indexOf(':', lineStart));
    if (colon >= lineEnd) {
      reader.problem('a line has no field name', lineStart);
      continue;
    }
    if (initials[first] !== 1) continue;
    const lowerName = text.slice(lineStart, colon).toLowerCase();
    if (!reader.wanted.has(lowerName)) continue;
    name = lowerName;
    valueStart = colon + 1;
    valueEnd = lineEnd;
  }
  endParagraph(text.length);
}

/** First letters of the wanted names, in both cases, so that most lines cost one look-up. */
function initialsOf(wanted: ReadonlySet<string>): Uint8Array {
  const initials = new Uint8Array(256);
  for (const name of wanted) {
    initials[name.charCodeAt(0)] = 1;
    initials[name.toUpperCase().charCodeAt(0)] = 1;
  }
  return initials;
}

function indexOrInfinity(index: number): number {
  return index === -1 ? Infinity : index;
}

const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;

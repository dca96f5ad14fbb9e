/** Makes text from outside safe to show on one line of a terminal: control, bidirectional and line-breaking characters become `\xNN` or `\u{…}`. */
export function escapeLine(text: string): string {
  return text.replace(hostile, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** C0, DEL, C1, line and paragraph separators, bidirectional controls (UAX #9) and lone surrogates. */
const hostile = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

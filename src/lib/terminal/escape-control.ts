/**
 * Makes text from outside safe to show on one line: controls (C0, DEL, C1), line and paragraph separators, what reorders text (UAX #9, explicit
 * formatting) and what is invisible are shown as `\n`, `\x1b`, `\u{202e}` instead of being acted on. A byte that was not UTF-8 and is
 * carried as a lone surrogate U+DC80…U+DCFF (PEP 383) is shown as that byte.
 */
export function escapeControl(text: string): string {
  return isPlain(text) ? text : text.replace(hostile, escapeCharacter);
}

/** Nearly all text needs no escaping; one pass without a pattern detects that. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** Cc, Zl, Zp, Cs; Cf (formatting: bidirectional controls, zero-width characters, tags) but the joiners that scripts and emoji need. */
const hostile = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const isCarriedByte = code >= 0xdc80 && code <= 0xdcff;
  if (code < 0x100 || isCarriedByte) return named[character] ?? `\\x${(code & 0xff).toString(16).padStart(2, '0')}`;
  return `\\u{${code.toString(16)}}`;
}

import { type Flag } from './dockerfile.ts';
import { isBlank } from './split-words.ts';

/** `--name=value` words in front, and the offset of what follows them (BuildKit's `extractBuilderFlags`). `--` ends them. */
export function readFlags(text: string, from: number): { readonly flags: readonly Flag[]; readonly end: number } {
  const flags: Flag[] = [];
  let at = from;
  for (;;) {
    while (at < text.length && isBlank(text[at]!)) at++;
    if (!text.startsWith('--', at) || at + 1 >= text.length) return { flags, end: at };
    const word = readWord(text, at);
    if (word.text === '--') return { flags, end: word.end };
    const equals = word.text.indexOf('=');
    const name = word.text.slice(2, equals < 0 ? undefined : equals);
    flags.push({ name, ...(equals < 0 ? {} : { value: word.text.slice(equals + 1) }), text: word.text, start: at, end: word.end });
    at = word.end;
  }
}

/** One word without its quotes and escapes. */
function readWord(text: string, from: number): { readonly text: string; readonly end: number } {
  const parts: string[] = [];
  let quote = '';
  let at = from;
  for (; at < text.length; at++) {
    let character = text[at]!;
    if (quote === '' && isBlank(character)) break;
    if (quote === '' ? character === '"' || character === "'" : character === quote) {
      quote = quote === '' ? character : '';
      continue;
    }
    if (character === '\\') {
      if (at + 1 === text.length) continue;
      character = text[++at]!;
    }
    parts.push(character);
  }
  return { text: parts.join(''), end: at };
}

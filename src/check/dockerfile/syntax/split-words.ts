import { type EscapeCharacter, type Value } from './dockerfile.ts';

/** Words that blanks outside quotes divide; quotes and escapes stay (BuildKit's `parseWords`). */
export function splitWords(text: string, at: number, escape: EscapeCharacter): readonly Value[] {
  const words: Value[] = [];
  let start = -1;
  let quote = '';
  for (let offset = 0; offset <= text.length; offset++) {
    const character = text[offset];
    if (start < 0) {
      if (character === undefined || isBlank(character)) continue;
      start = offset;
    }
    if (character === undefined || (quote === '' && isBlank(character))) {
      words.push({ text: dropTrailingEscape(text.slice(start, offset), character, escape), start: at + start, end: at + offset });
      start = -1;
      continue;
    }
    if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    if (character === escape && quote !== "'") offset++;
    if (offset >= text.length) offset = text.length - 1;
  }
  return words.filter((word) => word.text !== '');
}

/** An escape at the very end escapes nothing and is dropped. */
function dropTrailingEscape(word: string, next: string | undefined, escape: EscapeCharacter): string {
  if (next !== undefined || !word.endsWith(escape)) return word;
  let count = 0;
  while (word[word.length - 1 - count] === escape) count++;
  return count % 2 === 1 ? word.slice(0, -1) : word;
}

/** Words that any blank divides, quotes or not (BuildKit's `parseStringsWhitespaceDelimited`). */
export function splitBlanks(text: string, at: number): readonly Value[] {
  return Array.from(text.matchAll(/[^\t\v\f\r ]+/g), ({ 0: word, index }) => ({
    text: word,
    start: at + index,
    end: at + index + word.length,
  }));
}

/** The strings of a JSON array; `undefined` where it is none. Throws where it holds something other than strings. */
export function splitJson(text: string, at: number): readonly Value[] | undefined {
  const trimmed = text.trimStart();
  if (!trimmed.startsWith('[')) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(trimmed);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed)) return undefined;
  if (!parsed.every((each) => typeof each === 'string')) throw new NotStringsError();
  const places = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)];
  return parsed.map((value, index) => {
    const place = places[index];
    return { text: value, start: at + (place?.index ?? 0), end: at + (place === undefined ? text.length : place.index + place[0].length) };
  });
}

/** A JSON array of other things than strings. */
export class NotStringsError extends Error {}

/** As Go's `unicode.IsSpace`. */
export function isBlank(character: string): boolean {
  return /\s/.test(character) && character !== '\ufeff';
}

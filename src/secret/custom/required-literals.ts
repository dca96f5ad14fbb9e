/** A shorter word is in nearly every text. */
const minLiteralLength = 3;

/**
 * Words of which every match of a pattern has one, in lower case; `undefined` where no such words can be told. `acme_[a-z]{32}|ac-[0-9a-f]+-key`
 * has `acme_` and `-key`. Reads the notation of RE2 and errs on the side of `undefined`.
 */
export function requiredLiterals(pattern: string): readonly string[] | undefined {
  const { words } = readAlternatives(pattern, 0);
  if (words === undefined || words.some((word) => word.length < minLiteralLength)) return undefined;
  return [...new Set(words.map((word) => word.toLowerCase()))];
}

interface Read {
  /** One for each alternative. */
  readonly words: readonly string[] | undefined;
  readonly end: number;
}

/** Up to the end of the pattern or of the group. */
function readAlternatives(pattern: string, start: number): Read {
  const all: (readonly string[] | undefined)[] = [];
  let at = start;
  for (;;) {
    const { words, end } = readSequence(pattern, at);
    all.push(words);
    at = end;
    if (pattern[at] !== '|') break;
    at++;
  }
  return { words: all.includes(undefined) ? undefined : all.flatMap((words) => words ?? []), end: at };
}

/** Up to `|`, `)` or the end; the best of the words that must all be there. */
function readSequence(pattern: string, start: number): Read {
  let best: readonly string[] | undefined;
  let run = '';
  const finishRun = (): void => {
    if (run !== '') best = better(best, [run]);
    run = '';
  };
  let at = start;
  while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
    const part = readPart(pattern, at);
    const { isOptional, isRepeated, end } = readQuantifier(pattern, part.end);
    if (part.literal !== undefined && !isOptional) run += part.literal;
    if (part.literal === undefined || isOptional || isRepeated) finishRun();
    if (part.words !== undefined && !isOptional) best = better(best, part.words);
    at = end;
  }
  finishRun();
  return { words: best, end: at };
}

interface Part {
  readonly literal?: string;
  readonly words?: readonly string[] | undefined;
  readonly end: number;
}

function readPart(pattern: string, at: number): Part {
  const character = pattern[at]!;
  if (character === '(') return readGroup(pattern, at);
  if (character === '[') return { end: endOfClass(pattern, at) };
  if (character === '\\') return readEscape(pattern, at);
  // Keywords are looked for among bytes; one character of another script is several of them.
  if ('.^$'.includes(character) || character > '~') return { end: at + 1 };
  return { literal: character, end: at + 1 };
}

function readGroup(pattern: string, at: number): Part {
  const flags = /\(\?[imsU-]*\)/y;
  flags.lastIndex = at;
  if (flags.test(pattern)) return { end: flags.lastIndex };
  const head = /\((?:\?(?:P?<\w+>|[imsU-]*:))?/y;
  head.lastIndex = at;
  head.test(pattern);
  const { words, end } = readAlternatives(pattern, head.lastIndex);
  return { words, end: end + 1 };
}

/** `[]a]` and `[^]a]` hold a bracket; so do `[[:alpha:]]` and `[\]]`. */
function endOfClass(pattern: string, start: number): number {
  let at = start + (pattern[start + 1] === '^' ? 2 : 1);
  if (pattern[at] === ']') at++;
  while (at < pattern.length && pattern[at] !== ']') {
    if (pattern[at] === '\\') at++;
    else if (pattern.startsWith('[:', at)) at = Math.max(at, pattern.indexOf(':]', at) + 1);
    at++;
  }
  return at + 1;
}

/** `\.` is a point; what letters and digits mean behind a backslash is not followed. */
function readEscape(pattern: string, at: number): Part {
  const escaped = pattern[at + 1] ?? '';
  if (escaped === 'x') return { end: pattern[at + 2] === '{' ? pattern.indexOf('}', at) + 1 || pattern.length : at + 4 };
  if (escaped === 'p' || escaped === 'P') return { end: pattern[at + 2] === '{' ? pattern.indexOf('}', at) + 1 || pattern.length : at + 3 };
  if (escaped === 'Q') return { end: pattern.includes('\\E', at) ? pattern.indexOf('\\E', at) + 2 : pattern.length };
  return /\w/.test(escaped) ? { end: at + 2 } : { literal: escaped, end: at + 2 };
}

function readQuantifier(pattern: string, at: number): { readonly isOptional: boolean; readonly isRepeated: boolean; readonly end: number } {
  const quantifier = /(?:[?*+]|\{(\d+)(?:,\d*)?\})\??/y;
  quantifier.lastIndex = at;
  const found = quantifier.exec(pattern);
  if (found === null) return { isOptional: false, isRepeated: false, end: at };
  const isOptional = '?*'.includes(found[0][0]!) || found[1] === '0';
  return { isOptional, isRepeated: true, end: quantifier.lastIndex };
}

/** The one whose shortest word is longer. */
function better(one: readonly string[] | undefined, other: readonly string[]): readonly string[] {
  return one === undefined || shortest(other) > shortest(one) ? other : one;
}

function shortest(words: readonly string[]): number {
  return Math.min(...words.map(({ length }) => length));
}

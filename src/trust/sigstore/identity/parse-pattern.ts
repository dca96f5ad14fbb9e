import { PratiqueError } from '../../../model/pratique-error.ts';

/** A regular expression as a tree. */
export type PatternNode =
  | { readonly kind: 'character'; readonly isMatch: (character: string) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: 0 | 1; readonly isEndless: boolean };

/** Reads the syntax that `compilePattern` tells of; `^` at the start and `$` at the end are taken and mean nothing. Throws USAGE. */
export function parsePattern(source: string): PatternNode {
  const reader = { source, characters: Array.from(source.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')), at: 0, depth: 0 };
  const node = parseChoice(reader);
  if (reader.at < reader.characters.length) throw unsupported(reader, 'a ) without its (');
  return node;
}

interface Reader {
  readonly source: string;
  readonly characters: readonly string[];
  at: number;
  depth: number;
}

const maxDepth = 32;

function parseChoice(reader: Reader): PatternNode {
  const options = [parseSequence(reader)];
  while (reader.characters[reader.at] === '|') {
    reader.at++;
    options.push(parseSequence(reader));
  }
  return options.length === 1 && options[0] !== undefined ? options[0] : { kind: 'choice', options };
}

function parseSequence(reader: Reader): PatternNode {
  const parts: PatternNode[] = [];
  for (let next = reader.characters[reader.at]; next !== undefined && next !== '|' && next !== ')'; next = reader.characters[reader.at])
    parts.push(parseRepeat(reader, parseAtom(reader, next)));
  return { kind: 'sequence', parts };
}

function parseRepeat(reader: Reader, part: PatternNode): PatternNode {
  const sign = reader.characters[reader.at] ?? '';
  if (sign === '{') throw unsupported(reader, 'counted repetition');
  if (!'*+?'.includes(sign) || sign === '') return part;
  reader.at++;
  // A lazy repetition fits the same texts; two signs in a row are a mistake.
  if (reader.characters[reader.at] === '?') reader.at++;
  if ('*+?{'.includes(reader.characters[reader.at] ?? ' ')) throw unsupported(reader, 'repetition of a repetition');
  return { kind: 'repeat', part, min: sign === '+' ? 1 : 0, isEndless: sign !== '?' };
}

function parseAtom(reader: Reader, next: string): PatternNode {
  reader.at++;
  if (next === '(') return parseGroup(reader);
  if (next === '[') return parseClass(reader);
  if (next === '\\') return { kind: 'character', isMatch: parseEscape(reader) };
  if (next === '.') return { kind: 'character', isMatch: (character) => character !== '\n' };
  if ('*+?{}^$]'.includes(next)) throw unsupported(reader, `${next} at this place`);
  return { kind: 'character', isMatch: (character) => character === next };
}

function parseGroup(reader: Reader): PatternNode {
  if (++reader.depth > maxDepth) throw unsupported(reader, `more than ${maxDepth} groups in each other`);
  if (reader.characters[reader.at] === '?') {
    if (reader.characters[reader.at + 1] !== ':') throw unsupported(reader, 'a group with (?');
    reader.at += 2;
  }
  const node = parseChoice(reader);
  if (reader.characters[reader.at++] !== ')') throw unsupported(reader, 'a ( without its )');
  reader.depth--;
  return node;
}

function parseEscape(reader: Reader): (character: string) => boolean {
  const escaped = reader.characters[reader.at++] ?? '';
  const known = escapes[escaped];
  if (known !== undefined) return (character) => known.test(character);
  if (!/^[^A-Za-z0-9]$/u.test(escaped)) throw unsupported(reader, `\\${escaped}`);
  return (character) => character === escaped;
}

const escapes: Readonly<Record<string, RegExp>> = {
  d: /^[0-9]$/,
  D: /^[^0-9]$/,
  w: /^\w$/,
  W: /^\W$/,
  s: /^[ \t\n\r\f]$/,
  S: /^[^ \t\n\r\f]$/,
};

function parseClass(reader: Reader): PatternNode {
  const isNegated = reader.characters[reader.at] === '^';
  if (isNegated) reader.at++;
  const tests: ((character: string) => boolean)[] = [];
  while (reader.characters[reader.at] !== ']') {
    const first = reader.characters[reader.at++];
    if (first === undefined || first === '[') throw unsupported(reader, first === undefined ? 'a [ without its ]' : '[ inside of [ ]');
    tests.push(first === '\\' ? parseEscape(reader) : parseRange(reader, first));
  }
  if (tests.length === 0) throw unsupported(reader, 'an empty [ ]');
  reader.at++;
  return { kind: 'character', isMatch: (character) => tests.some((test) => test(character)) !== isNegated };
}

function parseRange(reader: Reader, first: string): (character: string) => boolean {
  const last = reader.characters[reader.at + 1];
  if (reader.characters[reader.at] !== '-' || last === undefined || last === ']') return (character) => character === first;
  if (last === '\\' || last < first) throw unsupported(reader, `the range ${first}-${last}`);
  reader.at += 2;
  return (character) => character >= first && character <= last;
}

function unsupported(reader: Reader, what: string): PratiqueError {
  return new PratiqueError('USAGE', `${JSON.stringify(reader.source)} is not a supported pattern: ${what}`);
}

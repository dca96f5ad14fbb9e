import { type Word, type WordPart } from 'unbash';

/** Values that a variable may have; empty where none is known. */
export type Values = (name: string) => readonly string[];

const maxValues = 16;

/** What a word may be, quotes taken off: one text for each value of its variables. `undefined` in place of a part that nothing is known of. */
export function valuesOf(word: Word, values: Values): readonly string[] | undefined {
  if (word.parts === undefined) return [word.value];
  return joinParts(word.parts, values);
}

/** The beginning of a word, up to the first part that nothing is known of. */
export function knownPrefix(word: Word, values: Values): string {
  let prefix = '';
  for (const part of word.parts ?? []) {
    const [value] = partValues(part, values) ?? [];
    if (value === undefined) return prefix;
    prefix += value;
  }
  return word.parts === undefined ? word.value : prefix;
}

/** `"$@"`, `$*`, `"${@}"`: what the script was given. */
export function isArguments(word: Word): boolean {
  return /^"?\$(?:[@*]|\{[@*]\})"?$/.test(word.text);
}

function joinParts(parts: readonly WordPart[], values: Values): readonly string[] | undefined {
  let texts: readonly string[] = [''];
  for (const part of parts) {
    const found = partValues(part, values);
    if (found === undefined) return undefined;
    texts = texts.flatMap((text) => found.map((value) => text + value)).slice(0, maxValues);
  }
  return texts;
}

function partValues(part: WordPart, values: Values): readonly string[] | undefined {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [part.value];
    case 'Glob':
    case 'BraceExpansion':
    case 'ExtendedGlob':
      return [part.text];
    case 'DoubleQuoted':
    case 'LocaleString':
      return joinParts(part.parts, values);
    case 'SimpleExpansion':
      return known(values(part.text.slice(1)));
    case 'ParameterExpansion':
      return parameterValues(part.text, part.parameter, values);
    case 'ArithmeticExpansion':
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      return undefined;
  }
}

/** `${name}`, and `${name:-default}` with the default as one more value. */
function parameterValues(text: string, name: string, values: Values): readonly string[] | undefined {
  const fallback = /^\$\{\w+:?[-=]([^${}`"']*)\}$/.exec(text)?.[1];
  return known([...values(name), ...(fallback === undefined ? [] : [fallback])]);
}

function known(values: readonly string[]): readonly string[] | undefined {
  return values.length === 0 ? undefined : values;
}

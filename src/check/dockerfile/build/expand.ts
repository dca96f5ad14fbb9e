import { type EscapeCharacter } from '../syntax/dockerfile.ts';

/** What a name stands for where it is used; `value` is absent where only the build knows it. `undefined`: the file declares no such name. */
export interface Variable {
  readonly value?: string;
}
export type Lookup = (name: string) => Variable | undefined;

/** A name that a word uses. */
export interface Reference {
  readonly name: string;
  /** `${name:-default}` and the like say themselves what holds without a value. */
  readonly hasDefault: boolean;
}

export interface Expansion {
  /** Without quotes and escapes; where a value is not known, the reference as written. */
  readonly text: string;
  /** Whether every value is known. */
  readonly isKnown: boolean;
  readonly references: readonly Reference[];
}

/** A word after environment replacement (Dockerfile reference, Environment replacement). Names without a value become nothing. */
export function expand(word: string, lookup: Lookup, escape: EscapeCharacter): Expansion {
  const parts: string[] = [];
  const references: Reference[] = [];
  let isKnown = true;
  let quote = '';
  for (let at = 0; at < word.length; at++) {
    const character = word[at]!;
    if (quote === "'" ? character === quote : character === '"' || (character === "'" && quote === '')) {
      quote = quote === '' ? character : '';
    } else if (character === escape && quote !== "'" && at + 1 < word.length) {
      // In double quotes an escape is kept unless it escapes something.
      const next = word[++at]!;
      parts.push(quote === '"' && !['"', '$', escape].includes(next) ? escape + next : next);
    } else if (character === '$' && quote !== "'") {
      const found = readReference(word, at);
      if (found === undefined) {
        parts.push(character);
        continue;
      }
      references.push({ name: found.name, hasDefault: found.operator !== '' });
      const value = valueOf(found, lookup, escape, references);
      if (value === undefined) isKnown = false;
      parts.push(value ?? word.slice(at, found.end));
      at = found.end - 1;
    } else parts.push(character);
  }
  return { text: parts.join(''), isKnown, references };
}

interface Written {
  readonly name: string;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#` and so on; empty where there is none. */
  readonly operator: string;
  readonly operand: string;
  /** Offset after it. */
  readonly end: number;
}

function readReference(word: string, at: number): Written | undefined {
  namePattern.lastIndex = at + 1;
  const isBraced = word[at + 1] === '{';
  if (isBraced) namePattern.lastIndex++;
  const name = namePattern.exec(word)?.[0];
  if (name === undefined) return undefined;
  const after = namePattern.lastIndex;
  if (!isBraced) return { name, operator: '', operand: '', end: after };
  const close = closingBrace(word, after);
  if (close < 0) return undefined;
  const inside = word.slice(after, close);
  const operator = /^:?[-+?]|^##?|^%%?|^\/\/?/.exec(inside)?.[0] ?? '';
  return { name, operator, operand: inside.slice(operator.length), end: close + 1 };
}

const namePattern = /[a-zA-Z_][a-zA-Z0-9_]*|\d+/y;

function closingBrace(word: string, from: number): number {
  let depth = 1;
  const last = Math.min(word.length, from + longestOperand);
  for (let at = from; at < last; at++) {
    if (word[at] === '\\') at++;
    else if (word[at] === '{') depth++;
    else if (word[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

/** `undefined` where only the build knows it. */
function valueOf(
  { name, operator, operand }: Written,
  lookup: Lookup,
  escape: EscapeCharacter,
  references: Reference[],
): string | undefined {
  const variable = lookup(name);
  const isUnset = variable === undefined;
  const value = isUnset ? '' : variable.value;
  if (operator === '') return value;
  // An ARG without a default may be set or not.
  if (!isUnset && value === undefined) return undefined;
  const isEmpty = operator.startsWith(':') ? value === '' : isUnset;
  const replacement = (): string | undefined => {
    const inner = expand(operand, lookup, escape);
    references.push(...inner.references);
    return inner.isKnown ? inner.text : undefined;
  };
  if (operator.endsWith('-')) return isEmpty ? replacement() : value;
  if (operator.endsWith('+')) return isEmpty ? '' : replacement();
  if (operator.endsWith('?')) return isEmpty ? undefined : value;
  // Patterns are not worked out.
  return undefined;
}

/** What is between braces and longer than this is no reference. */
const longestOperand = 1024;

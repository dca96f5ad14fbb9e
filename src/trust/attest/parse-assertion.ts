import { compareDecimals } from '../../lib/json/compare-decimals.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type PredicateAssertion, type PredicatePattern, type PredicateTest, type Scalar } from './predicate-assertion.ts';

/** Compiles a pattern that matches whole texts only. The caller passes it in, because identities use the same patterns. */
export type PatternCompiler = (source: string) => PredicatePattern;

const operators = ['!=', '<=', '>=', '=', '~'] as const;

/**
 * Parses an assertion from the command line: `PATH=VALUE` (several values by `|`), `PATH!=VALUE`, `PATH<=NUMBER`, `PATH>=NUMBER`, `PATH~PATTERN`, or
 * `PATH` alone for a member that must exist. PATH is a JSON pointer (RFC 6901), or names between dots. Throws USAGE.
 */
export function parseAssertion(text: string, compile: PatternCompiler): PredicateAssertion {
  const found = findOperator(text);
  if (found === undefined) return { path: parsePath(text, text), test: { kind: 'exists', value: true } };
  const path = parsePath(text.slice(0, found.at), text);
  return { path, test: parseTest(found.operator, text.slice(found.at + found.operator.length), text, compile) };
}

/** Finds the first operator in the text, the longest of those at the same place. */
function findOperator(text: string): { readonly at: number; readonly operator: (typeof operators)[number] } | undefined {
  // In JSON pointers ~0 and ~1 are escapes for ~ and /.
  const at = text.search(text.startsWith('/') ? /[!<>]=|=|~(?![01])/ : /[!<>]=|=|~/);
  const operator = operators.find((each) => at !== -1 && text.startsWith(each, at));
  return operator === undefined ? undefined : { at, operator };
}

function parsePath(path: string, text: string): readonly string[] {
  const parts = path.startsWith('/')
    ? path
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : path.split('.');
  if (parts.length <= 32 && (path.startsWith('/') || parts.every((part) => part !== ''))) return parts;
  throw new PratiqueError('USAGE', `${JSON.stringify(text.slice(0, 120))} does not start with a path into the predicate`, {
    hint: 'buildDefinition.buildType=https://…, or /scanner/result/summary/critical<=0',
  });
}

function parseTest(operator: (typeof operators)[number], value: string, text: string, compile: PatternCompiler): PredicateTest {
  switch (operator) {
    case '=': {
      const values = value.split('|').map(parseScalar);
      return values.length === 1 ? { kind: 'equals', value: values[0]! } : { kind: 'oneOf', values };
    }
    case '!=':
      return { kind: 'noneOf', values: value.split('|').map(parseScalar) };
    case '~':
      return { kind: 'matches', pattern: compile(value) };
    case '<=':
    case '>=': {
      if (!/^-?\d+(?:\.\d+)?$/.test(value))
        throw new PratiqueError('USAGE', `${JSON.stringify(text.slice(0, 120))} does not end with a number`);
      return { kind: operator === '<=' ? 'atMost' : 'atLeast', value: toExactNumber(value) };
    }
  }
}

/** Parses numbers and booleans as JSON does; `"5"` in quotes is text. */
function parseScalar(text: string): Scalar {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return toExactNumber(text);
  return /^".*"$/.test(text) ? text.slice(1, -1) : text;
}

/** A number that JavaScript would round would be compared as another one. */
function toExactNumber(text: string): number {
  const value = Number(text);
  if (isExactNumber(value, text)) return value;
  throw new PratiqueError('USAGE', `${text.slice(0, 40)} has too many digits to be compared exactly`, {
    hint: `compare numbers of up to 15 digits, whole ones up to ${Number.MAX_SAFE_INTEGER}, or text in quotes`,
  });
}

/** Whether a number is what its text says, in JSON's notation, and no larger than the whole numbers that JavaScript tells apart. */
export function isExactNumber(value: number, text: string): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER && compareDecimals(text.replace(/^(-?)0+(?=\d)/, '$1'), String(value)) === 0;
}

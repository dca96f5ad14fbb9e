import { compareDecimals } from '../../lib/json/compare-decimals.ts';
import { ExactNumber } from '../../lib/json/exact-number.ts';
import { field, isJsonObject, type JsonObject } from '../../lib/json/json-readers.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type PredicateAssertion, type PredicatePattern, type PredicateTest, type Scalar, type ValueType } from './predicate-assertion.ts';

/** The part of a statement that is checked here. Its signature and its subject are already verified. */
export interface JudgedStatement {
  readonly predicateType: string;
  readonly predicate?: unknown;
}

/**
 * Checks a predicate against assertions. Throws ATTESTATION_REFUSED for the first one that fails, with the value found. `object` is where the attestation
 * was found. Where `*` is every element of nothing, the kind of the test decides: see {@link passesOverNothing}.
 */
export function checkPredicate(
  statement: JudgedStatement,
  assertions: readonly PredicateAssertion[],
  { object, now }: { readonly object: string; readonly now: Date },
): void {
  for (const { path, test } of assertions) {
    const fault = findFault(statement.predicate, path, test, now);
    if (fault !== undefined) throw new VerificationError('ATTESTATION_REFUSED', object, `${statement.predicateType}: ${fault}`);
  }
}

/** What is wrong with the predicate; `undefined` when it passes. */
export function findFault(predicate: unknown, path: readonly string[], test: PredicateTest, now: Date): string | undefined {
  for (const { pointer, value } of resolve(predicate, path, '')) {
    const fault = faultOf(value, test, now);
    if (fault !== undefined) return `${pointer === '' ? 'the predicate' : pointer} ${fault}`;
  }
  return undefined;
}

interface Resolved {
  /** RFC 6901. */
  readonly pointer: string;
  /** `undefined` where the path leads nowhere, or to JSON's null; {@link nothing} where `*` stands for no element. */
  readonly value: unknown;
}

const nothing = Symbol('no element');

/**
 * Whether a test passes for every element of an empty list or object. What forbids a value passes, since none has it; what requires a value fails, since
 * none is there. A type passes, as for the empty lists that the specifications of predicates allow.
 */
const passesOverNothing: Readonly<Record<PredicateTest['kind'], boolean>> = {
  equals: false,
  oneOf: false,
  noneOf: true,
  matches: false,
  atMost: true,
  atLeast: false,
  maxAge: false,
  exists: false,
  is: true,
};

function* resolve(value: unknown, path: readonly string[], pointer: string): Iterable<Resolved> {
  const [name, ...rest] = path;
  if (name === undefined) yield { pointer, value };
  else if (name !== '*') yield* resolve(memberOf(value, name), rest, `${pointer}/${escapePointer(name)}`);
  else if (typeof value !== 'object' || value === null || value instanceof ExactNumber) yield { pointer: `${pointer}/*`, value: undefined };
  else if (Object.keys(value).length === 0) yield { pointer: `${pointer}/*`, value: nothing };
  else for (const [key, element] of Object.entries(value)) yield* resolve(element, rest, `${pointer}/${escapePointer(key)}`);
}

function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return /^(?:0|[1-9]\d{0,8})$/.test(name) ? (value[Number(name)] as unknown) : undefined;
  return isObject(value) ? field(value, name) : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return isJsonObject(value) && !(value instanceof ExactNumber);
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function faultOf(value: unknown, test: PredicateTest, now: Date): string | undefined {
  if (value === nothing) {
    const passes = test.kind === 'exists' ? !test.value : passesOverNothing[test.kind];
    return passes ? undefined : 'stands for no element: the list or object is empty';
  }
  const isAbsent = value === undefined || value === null;
  if (test.kind === 'exists') {
    if (isAbsent !== test.value) return undefined;
    return test.value ? 'is missing' : `is ${show(value)}, but must be absent`;
  }
  if (isAbsent) return 'is missing';
  return meets(value, test, now) ? undefined : `is ${show(value)}, not ${wanted(test)}`;
}

type ValueTest = Exclude<PredicateTest, { readonly kind: 'exists' }>;

function meets(value: unknown, test: ValueTest, now: Date): boolean {
  switch (test.kind) {
    case 'equals':
      return isSame(value, test.value);
    case 'oneOf':
      return test.values.some((each) => isSame(value, each));
    case 'noneOf':
      // Lists and objects are not compared, so that "none of" cannot be passed by hiding a value in one.
      return isScalar(value) && test.values.every((each) => isOther(value, each));
    case 'matches':
      return typeof value === 'string' && matchesPattern(test.pattern, value);
    case 'atMost':
      return (compareTo(value, test.value) ?? 1) <= 0;
    case 'atLeast':
      return (compareTo(value, test.value) ?? -1) >= 0;
    case 'maxAge': {
      const time = readTime(value);
      return time !== undefined && time <= now.getTime() && now.getTime() - time <= test.value;
    }
    case 'is':
      return isOfType(value, test.type);
  }
}

function wanted(test: ValueTest): string {
  switch (test.kind) {
    case 'equals':
      return show(test.value);
    case 'oneOf':
      return `one of ${test.values.map(show).join(', ')}`;
    case 'noneOf':
      return `any value except ${test.values.map(show).join(', ')}`;
    case 'matches':
      return test.pattern.kind === 'exact' ? show(test.pattern.text) : `a match for ${test.pattern.pattern.source}`;
    case 'atMost':
      return `at most ${test.value}`;
    case 'atLeast':
      return `at least ${test.value}`;
    case 'maxAge':
      return `a time within the last ${Math.round(test.value / 3_600_000)} hours`;
    case 'is':
      return /^[aeiou]/.test(test.type) ? `an ${test.type}` : `a ${test.type}`;
  }
}

function matchesPattern(pattern: PredicatePattern, text: string): boolean {
  return pattern.kind === 'exact' ? pattern.text === text : pattern.pattern.matches(text);
}

function isScalar(value: unknown): value is Scalar | ExactNumber {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value instanceof ExactNumber;
}

/** The same type and value; numbers by their exact values, so that 7.00000000000000000001 is not 7. */
function isSame(value: unknown, wanted: Scalar): boolean {
  return typeof wanted === 'number' ? compareTo(value, wanted) === 0 : value === wanted;
}

/** For what is forbidden the text `"5"` is 5 too, and a number that is too long to be compared is not known to be another. */
function isOther(value: Scalar | ExactNumber, forbidden: Scalar): boolean {
  if (typeof forbidden !== 'number' || typeof value === 'boolean')
    return (value instanceof ExactNumber ? value.text : String(value)) !== String(forbidden);
  const compared = compareDecimals(typeof value === 'string' ? value.trim() : textOf(value), String(forbidden));
  return typeof value === 'string' ? compared !== 0 : compared !== undefined && compared !== 0;
}

/** `undefined` where the value is no number, or too long to be compared. */
function compareTo(value: unknown, wanted: number): number | undefined {
  return typeof value === 'number' || value instanceof ExactNumber ? compareDecimals(textOf(value), String(wanted)) : undefined;
}

function textOf(value: number | ExactNumber): string {
  return typeof value === 'number' ? String(value) : value.text;
}

function isOfType(value: unknown, type: ValueType): boolean {
  if (type === 'list') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'number') return typeof value === 'number' || value instanceof ExactNumber;
  if (type === 'time') return readTime(value) !== undefined;
  return typeof value === (type === 'text' ? 'string' : 'boolean');
}

/** RFC 3339, section 5.6. */
function readTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/i.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && !(value instanceof ExactNumber)) return 'an object';
  const text = value instanceof ExactNumber ? value.text : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

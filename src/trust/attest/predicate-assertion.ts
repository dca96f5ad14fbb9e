/** One requirement on a predicate. */
export interface PredicateAssertion {
  /** Names and indices from the top of the predicate; `*` is every element of an array or every member of an object. */
  readonly path: readonly string[];
  readonly test: PredicateTest;
}

export type Scalar = string | number | boolean;

/** A test of one value. An absent value passes only `exists: false`. */
export type PredicateTest =
  | { readonly kind: 'equals'; readonly value: Scalar }
  | { readonly kind: 'oneOf'; readonly values: readonly Scalar[] }
  | { readonly kind: 'noneOf'; readonly values: readonly Scalar[] }
  /** Compares the whole text, exactly or with an anchored pattern. */
  | { readonly kind: 'matches'; readonly pattern: PredicatePattern }
  | { readonly kind: 'atMost' | 'atLeast'; readonly value: number }
  /** An RFC 3339 time that is not in the future and not older than this: milliseconds. */
  | { readonly kind: 'maxAge'; readonly value: number }
  | { readonly kind: 'exists'; readonly value: boolean }
  | { readonly kind: 'is'; readonly type: ValueType };

export type ValueType = 'text' | 'number' | 'truth value' | 'list' | 'object' | 'time';

export type PredicatePattern =
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'pattern'; readonly pattern: { readonly source: string; readonly matches: (text: string) => boolean } };

/** One thing that a predicate must say. */
export interface PredicateAssertion {
  /** Names and indices from the predicate's top; `*` stands for every element of an array or every member of an object. */
  readonly path: readonly string[];
  readonly test: PredicateTest;
}

export type Scalar = string | number | boolean;

/** What is absent passes none of them but `exists: false`. */
export type PredicateTest =
  | { readonly kind: 'equals'; readonly value: Scalar }
  | { readonly kind: 'oneOf'; readonly values: readonly Scalar[] }
  | { readonly kind: 'noneOf'; readonly values: readonly Scalar[] }
  /** The whole text: exactly, or by an anchored pattern. */
  | { readonly kind: 'matches'; readonly pattern: PredicatePattern }
  | { readonly kind: 'atMost' | 'atLeast'; readonly value: number }
  /** A time in RFC 3339 that is not in the future and at most so old: milliseconds. */
  | { readonly kind: 'maxAge'; readonly value: number }
  | { readonly kind: 'exists'; readonly value: boolean }
  | { readonly kind: 'is'; readonly type: ValueType };

export type ValueType = 'text' | 'number' | 'truth value' | 'list' | 'object' | 'time';

export type PredicatePattern =
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'pattern'; readonly pattern: { readonly source: string; readonly matches: (text: string) => boolean } };

/** What a token looks like, as parsed from its text; see {@link parsePattern}. */
export type Pattern = readonly PatternPart[];

export type PatternPart = LiteralPart | RunPart | ChoicePart;

/** These very bytes. */
export interface LiteralPart {
  readonly kind: 'literal';
  readonly text: string;
}

/** `min` to `max` bytes of a class; `members[byte]` is 1 for a member. */
export interface RunPart {
  readonly kind: 'run';
  readonly members: Uint8Array;
  readonly min: number;
  readonly max: number;
}

/** The first alternative that fits, `min` to `max` times. */
export interface ChoicePart {
  readonly kind: 'choice';
  readonly alternatives: readonly Pattern[];
  readonly min: number;
  readonly max: number;
}

/** Longest run that a pattern may ask for: bytes. What is longer is cut by the window anyway. */
export const maxRunBytes = 8 * 1024;

/** A pattern that this notation does not have, or that could not be matched without trying again. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

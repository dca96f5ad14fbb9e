import { type RuleDescription } from '../model/rule.ts';
import { type Severity } from '../model/severity.ts';
import { type Text } from './engine/text.ts';

/** One kind of secret: what it looks like, and what to do when it got out. Data but for the structure check. */
export interface SecretRule extends RuleDescription {
  readonly kind: 'secret';
  readonly detection: Detection;
  /** Bits of entropy a character that a value needs; Shannon. */
  readonly minEntropy?: number;
  /** What the value says of itself: a checksum, a header, a claim. */
  readonly check?: StructureCheck;
}

/** A rule of a user's file. */
export interface SearchRule extends Omit<SecretRule, 'detection'> {
  readonly detection: SearchDetection;
}

export type Detection = TokenDetection | NamedDetection | NearDetection | ShapeDetection;

/** A value that says itself what it is, such as `ghp_…`. */
export interface TokenDetection {
  readonly how: 'token';
  readonly pattern: string;
  readonly ignoresCase?: boolean;
  /** Where the start of the pattern is not literal: literals to look for instead, and how many bytes of the pattern come before them. */
  readonly anchors?: readonly Anchor[];
}

export interface Anchor {
  readonly keyword: string;
  readonly offset: number;
}

/** A value that only the name before it gives away: `ADAFRUIT_KEY=…`. */
export interface NamedDetection {
  readonly how: 'named';
  /** Words of which the name holds one. */
  readonly names: readonly string[];
  readonly pattern: string;
  readonly ignoresCase?: boolean;
}

/** A value within so many bytes behind a word. */
export interface NearDetection {
  readonly how: 'near';
  readonly names: readonly string[];
  readonly pattern: string;
  readonly ignoresCase?: boolean;
  readonly withinBytes: number;
}

/** What takes more than a pattern to find. */
export interface ShapeDetection {
  readonly how: 'shape';
  readonly keywords: readonly string[];
  /** The value's place, if one belongs to the keyword that ends at `at`. Looks at `lookAheadBytes` of text behind it at most. */
  readonly find: (text: Text, at: number, keywordLength: number) => ValuePlace | undefined;
  /** Where only some files have it: by path, in lower case. */
  readonly files?: (path: string) => boolean;
  /** A name or a guess: gives way to a rule that knows what the value is. */
  readonly isGeneric?: boolean;
  /** Made by the rule's test: text with one such secret in it. */
  readonly sample?: (seed: number) => string;
}

/** Values that are looked for in all the text around a keyword, as patterns of users are. */
export interface SearchDetection {
  readonly how: 'search';
  /** None: all text is searched. */
  readonly keywords: readonly string[];
  /** Those around a keyword that ends at `at`; one that was found for an earlier keyword of the same text may be left out. */
  readonly findAround: (text: Text, at: number) => Iterable<ValuePlace>;
  readonly findAll: (text: Text) => Iterable<ValuePlace>;
  readonly files?: (path: string) => boolean;
}

export interface ValuePlace {
  readonly start: number;
  readonly end: number;
  /** How many bytes at the start are the same in every value and may be shown. */
  readonly shown?: number;
  readonly verdict?: StructureVerdict;
  /** What a pattern matched, where the value is a part of it. */
  readonly match?: { readonly start: number; readonly end: number };
  /** Behind the name that it is assigned to, where that is not directly before the value. */
  readonly nameEnd?: number;
}

export type StructureCheck = (value: string) => StructureVerdict;

export type StructureVerdict =
  /** Checked: it is what it looks like. `note` says what was learned. */
  | { readonly is: 'valid'; readonly note?: string; readonly severity?: Severity }
  /** It only looks like it: truncated, made up, of a documentation. Reported as less severe. */
  | { readonly is: 'doubtful'; readonly note: string }
  /** No secret at all. */
  | { readonly is: 'none' };

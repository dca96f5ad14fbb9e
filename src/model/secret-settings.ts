import { type Severity } from './severity.ts';

/** How secrets are looked for where a user has a say: own rules, built-in rules that are off, and what is allowed. JSON, so that it goes to reading threads. */
export interface SecretSettings {
  readonly rules: readonly CustomSecretRule[];
  readonly allowances: readonly SecretAllowance[];
  /** Which of the built-in rules are looked for. */
  readonly builtIn: BuiltInChoice;
}

export interface BuiltInChoice {
  /** Ids and aliases; absent: every one. */
  readonly only?: readonly string[];
  readonly except: readonly string[];
}

/** A rule from a file of the user. Patterns are in the notation of RE2, which never tries again. */
export interface CustomSecretRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly remediation?: string;
  /** Of the value with what is around it. Absent: a file whose path the rule matches is a secret as a whole. */
  readonly pattern?: string;
  /** Words of which a text has one near the value, in any case; where it has none the pattern is not tried. */
  readonly keywords: readonly string[];
  /** The group of the pattern that is the secret; the first that took part when absent, or else the whole match. */
  readonly group?: string | number;
  /** Bits of entropy a character that the secret exceeds; Shannon. */
  readonly entropy?: number;
  /** Only in files with such a path. */
  readonly path?: string;
  /** `secrets.toml:12`. */
  readonly origin: string;
}

/** What may stay. It is reported, set aside with its reason. */
export interface SecretAllowance {
  readonly reason: string;
  readonly origin: string;
  /** Of rules with these ids only. */
  readonly ruleIds?: readonly string[];
  /** Patterns in the notation of RE2, of which one is found: in the path, or in what `target` names. */
  readonly paths: readonly string[];
  readonly patterns: readonly string[];
  readonly target: 'secret' | 'match' | 'line';
  /** Words that the secret contains, in any case. */
  readonly stopWords: readonly string[];
  /** Whether the path, the patterns and the words must all apply, as far as they are given; otherwise one of them is enough. */
  readonly needsAll: boolean;
}

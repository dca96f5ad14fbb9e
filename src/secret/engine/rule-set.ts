import { type Suppression } from '../../model/suppression.ts';
import { compilePattern, type Matcher } from '../pattern/compile-pattern.ts';
import { parsePattern } from '../pattern/parse-pattern.ts';
import { patternHeads } from '../pattern/pattern-heads.ts';
import { type Pattern } from '../pattern/pattern.ts';
import { type Anchor, type SearchRule, type SecretRule } from '../secret-rule.ts';
import { encodings, type Encoding } from './encodings.ts';
import { type Candidate } from './candidate.ts';
import { KeywordAutomaton } from './keyword-automaton.ts';
import { type Text } from './text.ts';

/** Rules, ready to be looked for. */
export interface RuleSet {
  readonly automaton: KeywordAutomaton;
  /** By the number of a keyword. */
  readonly byKeyword: readonly KeywordRules[];
  /** Rules that no keyword leads to: they are looked for in all text. */
  readonly everywhere: readonly SearchRule[];
  /** Marks what may stay; absent where nothing may. */
  readonly allow?: (text: Text, candidate: Candidate, path: string) => Candidate;
  /** The rules of which a file is one secret, by its path. */
  readonly wholeFiles?: readonly WholeFileRule[];
}

export interface WholeFileRule {
  readonly ruleId: string;
  readonly matches: (path: string) => boolean;
  readonly allowed: (path: string) => Suppression | undefined;
}

export interface KeywordRules {
  readonly length: number;
  readonly rules: readonly CompiledRule[];
  /** The keyword is another one in an encoding: what is around it is decoded and searched. */
  readonly encoded?: { readonly encoding: Encoding; readonly form: string };
}

export interface CompiledRule {
  readonly rule: SecretRule | SearchRule;
  /** Of all but shapes. */
  readonly matcher?: Matcher;
  /** The keyword as it is written, where every value begins with it. */
  readonly head?: string;
  /** How far before the end of the keyword the pattern begins. */
  readonly headBytes: number;
  /** Bytes at the start of a value that are the same in every value. */
  readonly shown: number;
  /** Of several rules that claim the same bytes the one with the lowest rank is reported. */
  readonly rank: number;
}

/** Throws PatternError for a rule with a pattern that cannot be used. */
export function compileRules(rules: readonly (SecretRule | SearchRule)[]): RuleSet {
  const byKeyword = new Map<string, CompiledRule[]>();
  for (const rule of rules)
    for (const [keyword, compiled] of compileRule(rule)) {
      const known = byKeyword.get(keyword);
      if (known === undefined) byKeyword.set(keyword, [compiled]);
      else known.push(compiled);
    }
  const encoded = encodedKeywords([...byKeyword]);
  return {
    everywhere: rules.flatMap((rule) =>
      rule.detection.how === 'search' && rule.detection.keywords.length === 0 ? [rule as SearchRule] : [],
    ),
    automaton: new KeywordAutomaton([...byKeyword.keys(), ...encoded.map(({ form }) => form)]),
    byKeyword: [
      ...Array.from(byKeyword, ([keyword, compiled]) => ({ length: keyword.length, rules: compiled })),
      ...encoded.map((each) => ({ length: each.form.length, rules: [], encoded: each })),
    ],
  };
}

/** A shorter keyword says too little in an encoding. */
const minEncodedCharacters = 4;
/** A longer one says no more, and makes the automaton larger. */
const maxEncodedCharacters = 11;

/** The forms of what values of known form begin with: names of settings are too common to decode everything around them. */
function encodedKeywords(
  keywords: readonly (readonly [string, readonly CompiledRule[]])[],
): readonly { encoding: Encoding; form: string }[] {
  const heads = keywords.flatMap(([keyword, compiled]) => {
    const isHead = keyword.length >= minEncodedCharacters && compiled.some(({ head }) => head !== undefined);
    return isHead ? compiled.flatMap(({ head }) => (head === undefined ? [] : [head.slice(0, maxEncodedCharacters)])) : [];
  });
  const found = new Map<string, Encoding>();
  for (const head of new Set(heads))
    for (const encoding of encodings) for (const form of encoding.forms(head)) found.set(form.toLowerCase(), encoding);
  return Array.from(found, ([form, encoding]) => ({ encoding, form }));
}

/** Of the shapes only this one is often encoded as a whole. */
const privateKeyHead = '-----BEGIN';

function* compileRule(rule: SecretRule | SearchRule): Iterable<[string, CompiledRule]> {
  const { detection } = rule;
  if (detection.how === 'search') {
    for (const keyword of detection.keywords) yield [keyword.toLowerCase(), { rule, headBytes: 0, shown: 0, rank: 0 }];
    return;
  }
  if (detection.how === 'shape') {
    const compiled = { rule, headBytes: 0, shown: 0, rank: detection.isGeneric === true ? 3 : 0 };
    for (const keyword of detection.keywords)
      yield [keyword.toLowerCase(), keyword === privateKeyHead ? { ...compiled, head: `${keyword} ` } : compiled];
    return;
  }
  const pattern = parsePattern(detection.pattern);
  const matcher = makeLazyMatcher(pattern, { source: detection.pattern, ignoresCase: detection.ignoresCase === true });
  if (detection.how !== 'token') {
    const compiled = { rule, matcher, headBytes: 0, shown: 0, rank: 2 };
    for (const name of detection.names) yield [name.toLowerCase(), compiled];
    return;
  }
  for (const [keyword, offset] of tokenKeywords(pattern, detection.anchors)) {
    const headBytes = keyword.length + offset;
    const isHead = offset === 0;
    yield [
      keyword.toLowerCase(),
      { rule, matcher, headBytes, shown: isHead ? keyword.length : 0, rank: 1, ...(isHead ? { head: keyword } : {}) },
    ];
  }
}

/** Compiled when its keyword is met for the first time, which most never are. The tests compile every pattern. */
function makeLazyMatcher(pattern: Pattern, options: Parameters<typeof compilePattern>[1]): Matcher {
  let compiled: Matcher | undefined;
  return (text, at) => (compiled ??= compilePattern(pattern, options))(text, at);
}

/** Keywords with how many bytes of the pattern come before them. */
function tokenKeywords(pattern: Pattern, anchors: readonly Anchor[] | undefined): readonly (readonly [string, number])[] {
  if (anchors !== undefined) return anchors.map(({ keyword, offset }) => [keyword, offset] as const);
  return [...new Set(patternHeads(pattern))].map((head) => [head, 0] as const);
}

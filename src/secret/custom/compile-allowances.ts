import { type RE2JS } from 're2js';
import { type SecretAllowance } from '../../model/secret-settings.ts';
import { type Suppression } from '../../model/suppression.ts';
import { type Candidate } from '../engine/candidate.ts';
import { type Text } from '../engine/text.ts';
import { compileUserPattern } from './user-pattern.ts';
import { isNamed, type NamedRule } from './rule-names.ts';

interface CompiledAllowance {
  readonly allowance: SecretAllowance;
  readonly paths: readonly RE2JS[];
  readonly patterns: readonly RE2JS[];
}

/** What of a finding allowances look at. */
interface Found {
  readonly rule: NamedRule;
  readonly path: string;
  readonly secret: string;
  readonly match: string;
  readonly line: () => string;
}

/** Judges whether a secret may stay. */
export interface Allowances {
  readonly of: (text: Text, candidate: Candidate, path: string) => Candidate;
  /** Of a file that is a secret as a whole. */
  readonly ofFile: (rule: NamedRule, path: string) => Suppression | undefined;
}

export function compileAllowances(allowances: readonly SecretAllowance[]): Allowances {
  const compiled = allowances.map((allowance) => ({
    allowance,
    paths: allowance.paths.map(compileUserPattern),
    patterns: allowance.patterns.map(compileUserPattern),
  }));
  const firstOf = (found: Found): Suppression | undefined => {
    const applied = compiled.find((each) => applies(each, found));
    return applied === undefined ? undefined : { reason: applied.allowance.reason, origin: applied.allowance.origin };
  };
  return {
    of(text, candidate, path) {
      const allowed = firstOf(describe(text, candidate, path));
      return allowed === undefined ? candidate : { ...candidate, allowed };
    },
    ofFile: (rule, path) => firstOf({ rule, path, secret: '', match: '', line: () => '' }),
  };
}

function applies({ allowance, paths, patterns }: CompiledAllowance, found: Found): boolean {
  const { ruleIds, stopWords, target, needsAll } = allowance;
  if (ruleIds !== undefined && !isNamed(found.rule, ruleIds)) return false;
  const answers: boolean[] = [];
  if (paths.length > 0) answers.push(paths.some((path) => path.test(found.path)));
  if (patterns.length > 0) answers.push(matchesTarget(patterns, target === 'line' ? found.line() : found[target]));
  if (stopWords.length > 0) answers.push(stopWords.some((word) => found.secret.toLowerCase().includes(word.toLowerCase())));
  return answers.length > 0 && (needsAll ? answers.every(Boolean) : answers.some(Boolean));
}

function matchesTarget(patterns: readonly RE2JS[], target: string): boolean {
  return target !== '' && patterns.some((pattern) => pattern.test(target));
}

function describe(text: Text, { rule, start, end, match = { start, end } }: Candidate, path: string): Found {
  return { rule, path, secret: textOf(text, start, end), match: textOf(text, match.start, match.end), line: () => lineOf(text, match) };
}

/** A line of a minified file is as long as the file. */
const maxLineBytes = 4096;

function lineOf(text: Text, { start, end }: { readonly start: number; readonly end: number }): string {
  let from = start;
  while (from > 0 && start - from < maxLineBytes && text.bytes[from - 1] !== 0x0a) from--;
  let to = end;
  while (to < text.end && to - end < maxLineBytes && text.bytes[to] !== 0x0a) to++;
  return textOf(text, from, to);
}

function textOf({ bytes }: Text, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('utf8');
}

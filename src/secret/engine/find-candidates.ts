import { type SearchRule, type SecretRule, type StructureVerdict, type ValuePlace } from '../secret-rule.ts';
import { findAssignedValue } from './assignment.ts';
import { beginsToken, endsToken, endsValue, isWordOfName } from './boundary.ts';
import { type Candidate } from './candidate.ts';
import { entropyOf } from './entropy.ts';
import { type CompiledRule, type KeywordRules } from './rule-set.ts';
import { type Text } from './text.ts';

/** Bytes of text behind a keyword that rules may look at: the longest private keys have 13,000. */
export const lookAheadBytes = 16 * 1024;
/** And before it. */
export const lookBehindBytes = 512;

/** The file's, as it is written and in lower case. */
export interface SearchedPath {
  readonly path: string;
  readonly lowerPath: string;
}

/** Calls `take` for each rule that applies to a keyword that ends at `at`. */
export function findCandidates(
  text: Text,
  at: number,
  { length, rules }: KeywordRules,
  { path, lowerPath }: SearchedPath,
  take: (found: Candidate) => void,
): void {
  // Every named rule of the keyword needs the same value.
  let valueStart: number | undefined;
  for (const compiled of rules) {
    const { detection } = compiled.rule;
    if (detection.how === 'search') {
      if (detection.files?.(path) ?? true) for (const place of detection.findAround(text, at)) take(searched(place, compiled.rule));
      continue;
    }
    let place: ValuePlace | undefined;
    if (detection.how === 'token') place = tokenAt(text, at - compiled.headBytes, compiled);
    else if (detection.how === 'named') place = namedAt(text, (valueStart ??= valueOf(text, at, length)), compiled);
    else if (detection.how === 'near')
      place = isWordOfName(text, at, length) ? nearAt(text, at, detection.withinBytes, compiled) : undefined;
    else if (detection.files === undefined || detection.files(lowerPath)) place = detection.find(text, at, length);
    if (place === undefined) continue;
    const verdict = place.verdict ?? judge(text, place, compiled.rule);
    if (verdict.is !== 'none') take({ ...place, rule: compiled.rule, rank: compiled.rank, shown: place.shown ?? compiled.shown, verdict });
  }
}

/** The same for rules that no keyword leads to. */
export function findEverywhere(text: Text, rules: readonly SearchRule[], { path }: SearchedPath, take: (found: Candidate) => void): void {
  for (const rule of rules)
    if (rule.detection.files?.(path) ?? true) for (const place of rule.detection.findAll(text)) take(searched(place, rule));
}

function searched(place: ValuePlace, rule: Candidate['rule']): Candidate {
  return { ...place, rule, rank: 0, shown: 0, verdict: valid };
}

function tokenAt(text: Text, start: number, { matcher }: CompiledRule): ValuePlace | undefined {
  if (start < 0 || !beginsToken(text, start)) return undefined;
  const end = matcher!(text, start);
  if (end < 0 || !endsToken(text, end)) return undefined;
  return { start, end };
}

function namedAt(text: Text, start: number, { matcher }: CompiledRule): ValuePlace | undefined {
  if (start < 0) return undefined;
  const end = matcher!(text, start);
  return end < 0 || !endsValue(text, end) ? undefined : { start, end };
}

function valueOf(text: Text, at: number, length: number): number {
  return isWordOfName(text, at, length) ? findAssignedValue(text, at) : -1;
}

function nearAt(text: Text, at: number, withinBytes: number, { matcher }: CompiledRule): ValuePlace | undefined {
  const stop = Math.min(text.end, at + withinBytes);
  for (let start = at; start < stop; start++) {
    if (!beginsToken(text, start)) continue;
    const end = matcher!(text, start);
    if (end >= 0 && endsToken(text, end)) return { start, end };
  }
  return undefined;
}

const valid: StructureVerdict = { is: 'valid' };
const none: StructureVerdict = { is: 'none' };

function judge(text: Text, { start, end }: ValuePlace, { minEntropy, check }: Omit<SecretRule, 'detection'>): StructureVerdict {
  const value = Buffer.from(text.bytes.buffer, text.bytes.byteOffset + start, end - start).toString('latin1');
  if (minEntropy !== undefined && entropyOf(value) < minEntropy) return none;
  if (isPlaceholder(value)) return none;
  return check?.(value) ?? valid;
}

/** What documentation writes where a secret belongs. */
function isPlaceholder(value: string): boolean {
  return /example|x{6}|placeholder|changeme|redacted|your[-_]/i.test(value);
}

import { type Matcher, type RE2JS } from 're2js';
import { limits } from '../../model/limits.ts';
import { entropyOf } from '../engine/entropy.ts';
import { lookAheadBytes, lookBehindBytes } from '../engine/find-candidates.ts';
import { type Text } from '../engine/text.ts';
import { type SearchDetection, type ValuePlace } from '../secret-rule.ts';

export interface PatternSearch {
  readonly pattern: RE2JS;
  readonly group?: string | number;
  readonly entropy?: number;
}

/** Every match of a pattern in the text around keywords, or in all of it. Text that was searched for one keyword is not searched again for the next. */
export function searchPattern(search: PatternSearch): Pick<SearchDetection, 'findAround' | 'findAll'> {
  return { findAround: searchAround(search), findAll: (text) => findMatches(text, 0, text.end, search) };
}

function searchAround(search: PatternSearch): SearchDetection['findAround'] {
  let searchedText = -1;
  let searchedUpTo = 0;
  return (text, at) => {
    if (text.id === searchedText && at <= searchedUpTo) return [];
    const end = Math.min(text.end, at + lookAheadBytes);
    searchedText = text.id;
    // Behind the next keyword there must be text for a long match.
    searchedUpTo = end === text.end ? end : end - lookAheadBytes / 2;
    return findMatches(text, Math.max(0, at - lookBehindBytes), end, search);
  };
}

function findMatches(text: Text, from: number, end: number, search: PatternSearch): readonly ValuePlace[] {
  const places: ValuePlace[] = [];
  const matcher = search.pattern.matcher(text.bytes.subarray(from, end));
  while (places.length < limits.secretsPerFile && matcher.find()) {
    const group = groupOf(matcher, search);
    const [start, stop] = [matcher.start(group), matcher.end(group)];
    if (start < 0 || stop <= start || !isRandomEnough(text, from + start, from + stop, search)) continue;
    places.push({ start: from + start, end: from + stop, match: { start: from + matcher.start(), end: from + matcher.end() } });
  }
  return places;
}

/** As gitleaks does: the first group that took part, where none is named. */
function groupOf(matcher: Matcher, { group, pattern }: PatternSearch): string | number {
  if (group !== undefined) return group;
  for (let number = 1; number <= pattern.groupCount(); number++) if (matcher.end(number) > matcher.start(number)) return number;
  return 0;
}

function isRandomEnough({ bytes }: Text, start: number, end: number, { entropy }: PatternSearch): boolean {
  return entropy === undefined || entropyOf(Buffer.from(bytes.subarray(start, end)).toString('utf8')) > entropy;
}

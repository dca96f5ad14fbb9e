import { type Severity } from '../../model/severity.ts';

const words: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['critical', 'critical'],
  ['high', 'high'],
  ['important', 'high'],
  ['moderate', 'medium'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['negligible', 'negligible'],
  ['unimportant', 'negligible'],
  ['none', 'negligible'],
]);

/** `MODERATE`, `Important`, `medium**`; `undefined` for `not yet assigned` and other words that rate nothing. */
export function parseSeverityWord(word: string | undefined): Severity | undefined {
  if (word === undefined || word.length > 20) return undefined;
  const stars = word.indexOf('*');
  return words.get((stars === -1 ? word : word.slice(0, stars)).trim().toLowerCase());
}

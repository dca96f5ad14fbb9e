import { type SuppressionNote } from '../../model/suppression.ts';
import { describeEntry } from './describe-entry.ts';
import { warningDays } from './apply-suppressions.ts';
import { type SuppressionEntry } from './suppression-entry.ts';

/** What is wrong with entries whatever is scanned: they are over, soon over, without an id, or there twice. */
export function lintEntries(entries: readonly SuppressionEntry[], now: Date): readonly SuppressionNote[] {
  const seen = new Map<string, string>();
  return entries.flatMap((entry) => {
    const { origin, expires, ids, packages, paths } = entry;
    const what = describeEntry(entry);
    const notes: SuppressionNote[] = [];
    const leftMs = expires === undefined ? Infinity : expires.atMs - now.getTime();
    if (leftMs <= 0) notes.push({ kind: 'expired', origin, message: `${what} expired on ${expires?.text ?? ''}` });
    else if (leftMs <= warningDays * 86_400_000)
      notes.push({ kind: 'expires-soon', origin, message: `${what} expires on ${expires?.text ?? ''}` });
    const isBroad =
      ids === undefined && packages === undefined && (paths ?? []).every(({ text }) => /^\**$/.test(text.replaceAll('/', '')));
    if (isBroad) notes.push({ kind: 'too-broad', origin, message: `${what} names neither an id nor a package` });
    const key = JSON.stringify([what.toLowerCase(), entry.kinds, entry.images?.map(({ text }) => text), entry.line]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, origin);
    else notes.push({ kind: 'unused', origin, message: `${what} is there twice; see ${first}` });
    return notes;
  });
}

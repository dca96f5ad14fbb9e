import { type Expiry } from './suppression-entry.ts';

/** What is written is no date; says what to write. */
export const dateHint = 'write a date as YYYY-MM-DD';

const dayMs = 86_400_000;
const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const timePattern = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:\d{2})?$/;

/**
 * A date or an RFC 3339 time in UTC. `lastDay: 'included'`: an entry holds through the day that is written, as people mean it; other tools end theirs
 * where the day begins. `undefined` for what is no date.
 */
export function parseExpiry(text: string, lastDay: 'included' | 'excluded'): Expiry | undefined {
  const day = datePattern.exec(text);
  if (day !== null) {
    const [, year = '', month = '', date = ''] = day;
    const atMs = Date.UTC(Number(year), Number(month) - 1, Number(date));
    // 2026-02-30 would become the second of March.
    if (new Date(atMs).toISOString().slice(0, 10) !== text) return undefined;
    return { text, atMs: lastDay === 'included' ? atMs + dayMs : atMs };
  }
  if (!timePattern.test(text)) return undefined;
  const zoned = /(?:[Zz]|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`;
  const atMs = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(atMs) ? undefined : { text, atMs };
}

import { escapeControl } from '../../lib/terminal/escape-control.ts';

export interface DataBounds {
  /** Characters of one string. */
  readonly maxText: number;
  /** Items of one list; what was left out is counted in its place. */
  readonly maxItems: number;
}

const maxDepth = 12;

/**
 * Makes JSON from an image safe to hand to an assistant: strings without control and invisible characters, cut to a length; lists cut to a count. Line
 * breaks and tabs stay, for patches.
 */
export function cleanData(value: unknown, bounds: DataBounds, depth = 0): unknown {
  if (typeof value === 'string') return cleanText(value, bounds.maxText);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '…';
  if (Array.isArray(value)) {
    const items = value.slice(0, bounds.maxItems).map((item) => cleanData(item, bounds, depth + 1));
    const more = value.length - items.length;
    return more === 0 ? items : [...items, `… ${more} more`];
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [cleanText(name, 200), cleanData(item, bounds, depth + 1)]));
}

/** One string; what was cut is said. */
export function cleanText(text: string, maxCharacters: number): string {
  const cut = text.length > maxCharacters ? `${text.slice(0, maxCharacters)}… (${text.length - maxCharacters} more characters)` : text;
  return cut
    .split('\n')
    .map((line) => line.split('\t').map(escapeControl).join('\t'))
    .join('\n');
}

/** On one line, in quotes, for text that an assistant reads as a sentence. */
export function quoted(text: unknown): string {
  return JSON.stringify(cleanText(typeof text === 'string' ? text.replace(/\s+/g, ' ') : '', 100));
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly offset: number;
  /** Where the next page begins; absent on the last. */
  readonly nextOffset?: number;
}

export function pageOf<T>(list: readonly T[], { offset = 0, limit = 20 }: { readonly offset?: number; readonly limit?: number }): Page<T> {
  const items = list.slice(offset, offset + limit);
  const end = offset + items.length;
  return { items, total: list.length, offset, ...(end < list.length ? { nextOffset: end } : {}) };
}

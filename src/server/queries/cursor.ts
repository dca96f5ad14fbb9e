import { invalidField } from '../http/problem.ts';
import { type ServerKeys } from '../auth/secrets.ts';

/** Where a page ended: the values of the columns that it is sorted by, the last of them unique. Signed, so that nothing but what we gave comes back. */
export function writeCursor(keys: ServerKeys, list: string, values: readonly (string | number)[]): string {
  const text = JSON.stringify(values);
  return `${Buffer.from(text).toString('base64url')}.${keys.sign(`${list}\n${text}`)}`;
}

/** `undefined` for the first page. Throws a problem for a cursor that was changed, or that belongs to another list or order. */
export function readCursor(keys: ServerKeys, list: string, cursor: string | undefined): readonly (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  const [encoded = '', signature = ''] = cursor.split('.');
  const text = Buffer.from(encoded, 'base64url').toString('utf8');
  if (keys.sign(`${list}\n${text}`) !== signature)
    throw invalidField('query.cursor', 'must be the `next` of a page of this list in this order');
  return JSON.parse(text) as readonly (string | number)[];
}

/** Cuts what was asked for beyond the page, and says where the next begins. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  next: (last: Row) => string,
): { readonly items: Item[]; readonly next?: string } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), ...(rows.length > limit && last !== undefined ? { next: next(last) } : {}) };
}

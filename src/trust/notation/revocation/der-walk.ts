/** One DER item inside of a larger buffer, without a copy: revocation lists have millions. */
export interface DerItem {
  readonly tag: number;
  /** Where the tag is, the content begins, and the item ends. */
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/** The item at `start`, which has to end by `limit`: definite and shortest lengths, tags of one byte (X.690, section 10.1). Throws a plain Error. */
export function readDerItem(bytes: Uint8Array, start: number, limit: number): DerItem {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined || start + 2 > limit) throw new Error('it ends early');
  if ((tag & 0x1f) === 0x1f) throw new Error('it has a tag of several bytes');
  const width = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || width > 4) throw new Error('it has a length that is indefinite or beyond reason');
  let length = first;
  if (width > 0) length = 0;
  for (let at = start + 2; at < start + 2 + width; at++) length = length * 256 + (bytes[at] ?? 0);
  if (width > 0 && (length < 0x80 || bytes[start + 2] === 0)) throw new Error('it has a length that is not the shortest');
  const content = start + 2 + width;
  if (content + length > limit) throw new Error('it ends early');
  return { tag, start, content, end: content + length };
}

/** The items inside of `parent`, one after the other. */
export function* walkDer(bytes: Uint8Array, parent: DerItem): Generator<DerItem, void, undefined> {
  for (let at = parent.content; at < parent.end;) {
    const item = readDerItem(bytes, at, parent.end);
    yield item;
    at = item.end;
  }
}

export function derBytes(bytes: Uint8Array, item: DerItem): Uint8Array {
  return bytes.subarray(item.start, item.end);
}

export function derContent(bytes: Uint8Array, item: DerItem): Uint8Array {
  return bytes.subarray(item.content, item.end);
}

/** UTCTime and GeneralizedTime as RFC 5280, sections 4.1.2.5.1 and .2, allow them: with seconds, in UTC, without fractions. */
export function readDerTime(bytes: Uint8Array, item: DerItem): Date {
  const text = Buffer.from(derContent(bytes, item)).toString('latin1');
  const pattern = item.tag === 0x17 ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
  const match = item.tag === 0x17 || item.tag === 0x18 ? pattern.exec(text) : null;
  if (match === null) throw new Error('it has a time that cannot be read');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const fullYear = item.tag === 0x18 ? year : year < 50 ? 2000 + year : 1900 + year;
  const time = new Date(Date.UTC(fullYear, month - 1, day, hour, minute, second));
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59)
    throw new Error('it has a time that does not exist');
  return time;
}

/** Dotted form. */
export function readDerIdentifier(bytes: Uint8Array, item: DerItem): string {
  if (item.tag !== 0x06 || item.content === item.end) throw new Error('it has no object identifier where one belongs');
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of derContent(bytes, item)) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [joined = 0, ...others] = arcs;
  const first = Math.min(Math.trunc(joined / 40), 2);
  return [first, joined - first * 40, ...others].join('.');
}

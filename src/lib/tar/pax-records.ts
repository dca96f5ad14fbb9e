import { decodeBytes } from '../bytes/decode-bytes.ts';

/**
 * Records of a pax extended header, `LENGTH KEY=VALUE\n` each; POSIX.1-2017, pax, "pax Header Block".
 * `undefined` when any is malformed, as Go's archive/tar refuses them all then.
 */
export function parsePaxRecords(bytes: Buffer, maxRecords: number): Map<string, string> | undefined {
  const records = new Map<string, string>();
  let at = 0;
  let count = 0;
  while (at < bytes.length) {
    if (++count > maxRecords) return undefined;
    const record = parseRecord(bytes, at);
    if (record === undefined) return undefined;
    // GNU.sparse.offset and .numbytes repeat, in order (sparse format 0.0); every other key's last value counts.
    const earlier = isRepeatable(record.key) ? records.get(record.key) : undefined;
    records.set(record.key, earlier === undefined ? record.value : `${earlier},${record.value}`);
    at = record.end;
  }
  return records;
}

interface PaxRecord {
  readonly key: string;
  readonly value: string;
  readonly end: number;
}

function parseRecord(bytes: Buffer, at: number): PaxRecord | undefined {
  const blank = bytes.indexOf(0x20, at);
  if (blank <= at || blank - at > 10) return undefined;
  const length = parseDecimal(bytes, at, blank);
  if (length === undefined || length <= blank - at + 2 || at + length > bytes.length) return undefined;
  const end = at + length;
  const equals = bytes.indexOf(0x3d, blank + 1);
  if (bytes[end - 1] !== 0x0a || equals === -1 || equals >= end - 1 || equals === blank + 1) return undefined;
  const key = decodeBytes(bytes, blank + 1, equals);
  const nul = bytes.indexOf(0, blank + 1);
  const hasNul = nul !== -1 && nul < end - 1;
  if (hasNul && (nul < equals || isNameKey(key))) return undefined;
  return { key, value: decodeBytes(bytes, equals + 1, end - 1), end };
}

function parseDecimal(bytes: Buffer, start: number, end: number): number | undefined {
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** A name that is cut at a NUL by one program and kept whole by another lets the two disagree about a file. */
function isNameKey(key: string): boolean {
  return key === 'path' || key === 'linkpath' || key === 'uname' || key === 'gname';
}

function isRepeatable(key: string): boolean {
  return key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes';
}

/** Values of the kinds that the schema and the table of packages have; other kinds are `undefined`. */
type Value = Buffer | string | number | undefined;

/** sqlite.org/fileformat2.html, section 1.6: big-endian base 128 with at most nine bytes. Values over 2^53 are of no use here and throw RangeError. */
export function readVarint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start; at < start + 8; at++) {
    const byte = bytes.readUInt8(at);
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value: bounded(value), end: at + 1 };
  }
  return { value: bounded(value * 256 + bytes.readUInt8(start + 8)), end: start + 9 };
}

function bounded(value: number): number {
  if (value > Number.MAX_SAFE_INTEGER) throw new RangeError('number over 2^53');
  return value;
}

/** Section 2.1: a header of serial types, then the values. `undefined` when a value ends after the payload. */
export function readRecord(payload: Buffer): readonly Value[] | undefined {
  try {
    return readValues(payload);
  } catch (cause) {
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

function readValues(payload: Buffer): readonly Value[] {
  const header = readVarint(payload, 0);
  const values: Value[] = [];
  let at = header.end;
  let offset = header.value;
  // The two tables that are read have two and five columns.
  while (at < header.value && values.length < 16) {
    const type = readVarint(payload, at);
    at = type.end;
    const length = lengthOf(type.value);
    if (offset + length > payload.length) throw new RangeError('value over the end of its record');
    values.push(readValue(payload.subarray(offset, offset + length), type.value));
    offset += length;
  }
  return values;
}

function lengthOf(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0][type] ?? 0;
}

function readValue(bytes: Buffer, type: number): Value {
  if (type >= 12) return type % 2 === 0 ? bytes : bytes.toString('utf8');
  if (type === 8 || type === 9) return type - 8;
  return type >= 1 && type <= 5 ? bytes.readIntBE(0, bytes.length) : undefined;
}

/** Section 2.6: type, name, tbl_name, rootpage, sql. */
export function schemaRow(
  values: readonly Value[] | undefined,
): { readonly type: string; readonly name: string; readonly rootPage: number } | undefined {
  const [type, name, , rootPage] = values ?? [];
  if (typeof type !== 'string' || typeof name !== 'string' || typeof rootPage !== 'number') return undefined;
  return { type, name, rootPage };
}

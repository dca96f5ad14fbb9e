import { decodeBase64 } from '../../../lib/bytes/decode-base64.ts';
import { JsonError } from '../../../lib/json/json-error.ts';
import { field, type JsonObject, readObject, readString } from '../../../lib/json/json-readers.ts';

/**
 * An object of protobuf's JSON mapping (protobuf.dev, ProtoJSON format) that has no members but these: an unknown member may be one that
 * says what the others mean. Throws {@link JsonError}, as all of this file.
 */
export function readMessage<const Name extends string>(
  value: unknown,
  what: string,
  names: readonly Name[],
): { readonly object: JsonObject; readonly get: (name: Name) => unknown } {
  const object = readObject(value, what);
  const unknown = Object.keys(object).find((key) => !names.includes(key as Name));
  if (unknown !== undefined) throw new JsonError('type', `${what} has the unknown member ${JSON.stringify(unknown.slice(0, 80))}`);
  return { object, get: (name) => field(object, name) };
}

/** Bytes, at least one. */
export function readBytes(value: unknown, what: string): Buffer {
  const bytes = decodeBase64(readString(value, what));
  if (bytes === undefined || bytes.length === 0) throw new JsonError('type', `${what} is ${bytes === undefined ? 'not base64' : 'empty'}`);
  return bytes;
}

/** int64 from 0 on: a string of digits, or a number that is exact. */
export function readWhole(value: unknown, what: string): bigint {
  const isNumber = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  const text = isNumber ? String(value) : readString(value, what);
  if (!/^(?:0|[1-9]\d{0,18})$/.test(text) || BigInt(text) >= 2n ** 63n)
    throw new JsonError('type', `${what} is ${JSON.stringify(text.slice(0, 40))}, not a whole number`);
  return BigInt(text);
}

/** google.protobuf.Timestamp in the form of RFC 3339 with `Z`; less than a millisecond is cut off. */
export function readTimestamp(value: unknown, what: string): Date {
  const text = readString(value, what);
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?Z$/.exec(text);
  const time = new Date(`${match?.[1]}${match?.[2]?.slice(0, 4) ?? ''}Z`);
  if (Number.isNaN(time.getTime()) || !time.toISOString().startsWith(match?.[1] ?? ' '))
    throw new JsonError('type', `${what} is ${JSON.stringify(text.slice(0, 40))}, not a time`);
  return time;
}

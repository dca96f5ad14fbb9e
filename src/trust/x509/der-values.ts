import { utcTime } from '../../lib/text/utc-time.ts';
import { DerError } from './der-error.ts';
import { type DerElement, expectTag } from './der-reader.ts';
import { derTags } from './der-tags.ts';

/** An object identifier in dotted decimal (X.690, section 8.19); at most 64 octets, and 128 bits in one arc (for the UUIDs of X.667). */
export function readObjectIdentifier(element: DerElement | undefined): string {
  const { content } = expectTag(element, derTags.objectIdentifier);
  if (content.length === 0 || content.length > 64 || content.at(-1)! >= 0x80) throw invalid('object identifier');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    if (arc === 0n && octet === 0x80) throw invalid('object identifier');
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (arc >> 128n > 0n) throw invalid('object identifier');
    if (octet >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [joined = 0n, ...rest] = arcs;
  const first = joined < 80n ? joined / 40n : 2n;
  return [first, joined - first * 40n, ...rest].join('.');
}

/** The content of an integer, in two's complement and in its shortest form (X.690, section 8.3.2). */
export function readInteger(element: DerElement | undefined, tag: number = derTags.integer): Buffer {
  const { content } = expectTag(element, tag);
  const [first, second] = content;
  if (first === undefined) throw invalid('integer');
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) throw invalid('integer');
  return content;
}

/** The magnitude of an integer above zero, without the sign octet. */
export function readPositiveInteger(element: DerElement | undefined): Buffer {
  const content = readInteger(element);
  const [first = 0] = content;
  if (first >= 0x80 || (first === 0 && content.length === 1)) throw new DerError('an integer is not positive');
  return first === 0 ? content.subarray(1) : content;
}

/** A whole number from 0 to 2³¹−1; `tag` for one under an implicit tag or an enumerated value. */
export function readSmallInteger(element: DerElement | undefined, tag?: number): number {
  const content = readInteger(element, tag);
  if (content.length > 4 || content[0]! >= 0x80) throw new DerError('an integer is out of range');
  return content.readUIntBE(0, content.length);
}

export function readBoolean(element: DerElement | undefined, tag: number = derTags.boolean): boolean {
  const { content } = expectTag(element, tag);
  // X.690, section 11.1: DER has two values only.
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw invalid('boolean');
  return content[0] === 0xff;
}

/** The bytes of a bit string without unused bits, such as a key or a signature. */
export function readBitString(element: DerElement | undefined): Buffer {
  const { content } = expectTag(element, derTags.bitString);
  if (content[0] !== 0) throw new DerError('a bit string is empty or has unused bits');
  return content.subarray(1);
}

/** Valid UTF-8 of a UTF8String. */
export function readUtf8(element: DerElement | undefined): string {
  return decodeUtf8(expectTag(element, derTags.utf8String).content);
}

export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new DerError('a string is not valid UTF-8', { cause });
  }
}

const shortTime = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const wholeTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const fractionalTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{0,8}[1-9])?Z$/;

/** UTCTime or GeneralizedTime in the one form that RFC 5280, section 4.1.2.5, allows: UTC, to the second. */
export function readTime(element: DerElement | undefined): Date {
  return element?.tag === derTags.utcTime ? toTime(element, shortTime) : readGeneralizedTime(element);
}

/** GeneralizedTime in UTC; with `'fraction'` also parts of a second, as timestamps have them (RFC 3161, section 2.4.2). */
export function readGeneralizedTime(element: DerElement | undefined, precision: 'second' | 'fraction' = 'second'): Date {
  return toTime(expectTag(element, derTags.generalizedTime), precision === 'fraction' ? fractionalTime : wholeTime);
}

function toTime({ content }: DerElement, pattern: RegExp): Date {
  const text = content.toString('latin1');
  const [, year = '', month, day, hour, minute, second, fraction = ''] = pattern.exec(text) ?? [];
  // RFC 5280, section 4.1.2.5.1: two digits from 50 on are of the last century.
  const century = year.length === 4 ? '' : Number(year) >= 50 ? '19' : '20';
  const time = utcTime(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}`);
  if (time === undefined) throw new DerError(`${JSON.stringify(text.slice(0, 40))} is not a valid time`);
  return new Date(time.getTime() + Number(fraction.slice(1, 4).padEnd(3, '0')));
}

function invalid(type: string): DerError {
  return new DerError(`an invalid ${type}`);
}

import { DerError } from '../../crypto/der-error.ts';
import { derTags } from '../../crypto/der-tags.ts';
import { type DerElement, contentOf } from './der-element.ts';

/** An object identifier in dotted form (X.690, section 8.19). */
export function readObjectIdentifier(element: DerElement | undefined): string {
  const content = contentOf(element, derTags.objectIdentifier);
  const arcs: number[] = [];
  let arc = 0;
  for (const [at, byte] of content.entries()) {
    if (arc === 0 && byte === 0x80) throw new DerError('an object identifier is not in its shortest form');
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new DerError('an object identifier is too long');
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    } else if (at === content.length - 1) throw new DerError('an object identifier is cut');
  }
  const [first, ...rest] = arcs;
  if (first === undefined) throw new DerError('an object identifier is empty');
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...rest].join('.');
}

/** The content of an integer in its shortest form (X.690, section 8.3.2). */
export function readInteger(element: DerElement | undefined): Buffer {
  const content = contentOf(element, derTags.integer);
  const [first, second] = content;
  if (first === undefined) throw new DerError('an integer is empty');
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
    throw new DerError('an integer is not in its shortest form');
  return content;
}

/** A whole number from 0 to 2³¹−1. */
export function readSmallInteger(element: DerElement | undefined): number {
  const content = readInteger(element);
  if (content.length > 4 || (content[0] ?? 0) >= 0x80) throw new DerError('an integer is out of range');
  return content.readUIntBE(0, content.length);
}

export function readBoolean(element: DerElement | undefined): boolean {
  const content = contentOf(element, derTags.boolean);
  // X.690, section 11.1: DER knows two values only.
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw new DerError('a boolean is neither true nor false');
  return content[0] === 0xff;
}

/** The bytes of a bit string without unused bits, such as a signature. */
export function readBitString(element: DerElement | undefined): Buffer {
  const content = contentOf(element, derTags.bitString);
  if (content[0] !== 0) throw new DerError('a bit string has unused bits');
  return content.subarray(1);
}

/** UTF-8 that is valid, of a UTF8String. */
export function readUtf8(element: DerElement | undefined): string {
  return decodeUtf8(contentOf(element, derTags.utf8String));
}

export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new DerError('a text is not UTF-8', { cause });
  }
}

/** UTCTime or GeneralizedTime in the one form of RFC 5280, section 4.1.2.5; of the latter also with a fraction (RFC 3161, section 2.4.2). */
export function readTime(element: DerElement | undefined): Date {
  const isShort = element?.tag === derTags.utcTime;
  const text = contentOf(element, isShort ? derTags.utcTime : derTags.generalizedTime).toString('latin1');
  const match = (isShort ? utcTime : generalizedTime).exec(text);
  if (match === null) throw new DerError(`${JSON.stringify(text.slice(0, 40))} is not a time`);
  const [, year = '', month, day, hour, minute, second, fraction = ''] = match;
  const fullYear = isShort ? `${Number(year) >= 50 ? '19' : '20'}${year}` : year;
  const iso = `${fullYear}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = new Date(`${iso}${fraction.slice(0, 4)}Z`);
  // 31 February is read as March without a word.
  if (Number.isNaN(time.getTime()) || !time.toISOString().startsWith(iso)) throw new DerError(`${text} is not a time`);
  return time;
}

const utcTime = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const generalizedTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{0,8}[1-9])?Z$/;

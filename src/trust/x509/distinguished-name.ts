import { DerError } from './der-error.ts';
import { type DerElement, readDer, readMembers } from './der-reader.ts';
import { derTags } from './der-tags.ts';
import { decodeUtf8, readObjectIdentifier } from './der-values.ts';

/** A name as the types and values of its parts, in the order of the certificate. */
export interface DistinguishedName {
  readonly parts: readonly NamePart[];
  /** One part has several values (`OU=a+CN=b`). */
  readonly isMultiValued: boolean;
  /** As RFC 4514 writes it, but in the certificate's order; control characters are escaped. For people. */
  readonly text: string;
}

export interface NamePart {
  /** Short name where RFC 4514 or RFC 5280 has one, otherwise the dotted identifier. */
  readonly type: string;
  /** For a value that is not a string: `#` and its DER in hexadecimal. */
  readonly value: string;
  readonly isText: boolean;
}

/** Short names of attribute types; RFC 4514, section 3, and RFC 5280, appendix A. */
export const attributeTypes: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.5', 'SERIALNUMBER'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.17', 'POSTALCODE'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['1.2.840.113549.1.9.1', 'EMAILADDRESS'],
]);

/** Reads a `Name` in DER (RFC 5280, section 4.1.2.4). Throws {@link DerError}. */
export function readDistinguishedName(der: Buffer): DistinguishedName {
  const sets = readMembers(readDer(der), derTags.sequence).map((set) => readMembers(set, derTags.set));
  const parts = sets.flat().map(readPart);
  return {
    parts,
    isMultiValued: sets.some((set) => set.length !== 1),
    text: parts.map(({ type, value }) => `${type}=${escapeValue(value)}`).join(', '),
  };
}

function readPart(attribute: DerElement): NamePart {
  const [type, value, ...extra] = readMembers(attribute, derTags.sequence);
  if (value === undefined || extra.length > 0) throw new DerError('a part of a name does not have one value');
  const identifier = readObjectIdentifier(type);
  const text = readText(value);
  return {
    type: attributeTypes.get(identifier) ?? identifier,
    value: text ?? `#${value.bytes.toString('hex')}`,
    isText: text !== undefined,
  };
}

/** String types with one octet per character. T.61 is Latin-1 in practice, and the others are subsets of ASCII. */
const narrowStrings: ReadonlySet<number> = new Set([
  derTags.numericString,
  derTags.printableString,
  derTags.teletexString,
  derTags.ia5String,
  derTags.visibleString,
]);

/** Octets per character of the other types (X.690, section 8.23). */
const wideStrings: ReadonlyMap<number, number> = new Map([
  [derTags.bmpString, 2],
  [derTags.universalString, 4],
]);

function readText({ tag, content }: DerElement): string | undefined {
  if (tag === derTags.utf8String) return decodeUtf8(content);
  if (narrowStrings.has(tag)) return content.toString('latin1');
  const width = wideStrings.get(tag);
  if (width === undefined) return undefined;
  if (content.length % width !== 0) throw new DerError('a string ends inside a character');
  const units = Array.from({ length: content.length / width }, (_, index) => content.readUIntBE(index * width, width));
  if (units.some((unit) => unit > 0x10ffff)) throw new DerError('a string has a character that does not exist');
  return units.map((unit) => String.fromCodePoint(unit)).join('');
}

function escapeValue(value: string): string {
  return value.replace(/[\u0000-\u001f\u007f-\u009f]/g, (char) => `\\${Buffer.from(char).toString('hex')}`).replace(/[",+;<>\\]/g, '\\$&');
}

import * as asn1js from 'asn1js';

/** A name as the types and values of its parts, in the order of the certificate. */
export interface DistinguishedName {
  readonly parts: readonly NamePart[];
  /** One part has several values (`OU=a+CN=b`). */
  readonly isMultiValued: boolean;
  /** As RFC 4514 writes it, but in the certificate's order; control characters escaped. For people. */
  readonly text: string;
}

export interface NamePart {
  /** Short name where RFC 4514 or RFC 5280 has one, otherwise the dotted identifier. */
  readonly type: string;
  readonly value: string;
}

/** Reads the DER of a `Name`; RFC 5280, section 4.1.2.4. Throws a plain Error on anything else. */
export function readDistinguishedName(der: ArrayBuffer): DistinguishedName {
  const sets = childrenOf(asn1js.fromBER(der).result);
  const parts = sets.flatMap((set) => childrenOf(set).map(readPart));
  return {
    parts,
    isMultiValued: sets.some((set) => childrenOf(set).length !== 1),
    text: parts.map(({ type, value }) => `${type}=${escapeValue(value)}`).join(', '),
  };
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

function readPart(attribute: asn1js.BaseBlock): NamePart {
  const [type, value] = childrenOf(attribute);
  if (!(type instanceof asn1js.ObjectIdentifier) || value === undefined) throw new Error('a name has a part without a type or a value');
  const identifier = type.getValue();
  return { type: attributeTypes.get(identifier) ?? identifier, value: readText(value) };
}

/** What is no string stays what it is, in a form that no string has. */
function readText(value: asn1js.BaseBlock): string {
  if (value instanceof asn1js.BaseStringBlock) return value.getValue();
  return `#${Buffer.from(value.toBER()).toString('hex')}`;
}

function childrenOf(block: asn1js.BaseBlock): readonly asn1js.BaseBlock[] {
  if (!(block instanceof asn1js.Constructed)) throw new Error('a name is not built as RFC 5280 wants it');
  return block.valueBlock.value;
}

function escapeValue(value: string): string {
  return value.replace(/[\u0000-\u001f\u007f-\u009f]/g, (char) => `\\${Buffer.from(char).toString('hex')}`).replace(/[",+;<>\\]/g, '\\$&');
}

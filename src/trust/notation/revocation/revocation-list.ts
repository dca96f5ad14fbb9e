import { AlgorithmIdentifier } from 'pkijs';
import { parseAsn1 } from '../certificate/parse-asn1.ts';
import { derBytes, derContent, type DerItem, readDerIdentifier, readDerItem, readDerTime, walkDer } from './der-walk.ts';

/** A certificate revocation list, base or delta (RFC 5280, section 5), parsed and not verified. Entries stay where they are until one is looked for. */
export interface RevocationList {
  readonly signedBytes: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  readonly extensions: ReadonlyMap<string, ListExtension>;
  findEntry(serialNumber: Uint8Array): RevocationEntry | undefined;
}

export interface ListExtension {
  readonly isCritical: boolean;
  /** DER of the extension's value. */
  readonly value: Uint8Array;
}

export interface RevocationEntry {
  readonly revokedAt: Date;
  readonly extensions: ReadonlyMap<string, ListExtension>;
}

/** Throws a plain Error that says what is wrong. */
export function parseRevocationList(bytes: Uint8Array): RevocationList {
  const list = readDerItem(bytes, 0, bytes.length);
  if (list.end !== bytes.length) throw new Error('something follows it');
  const [signed, algorithm, signature, ...others] = inside(bytes, list, 0x30);
  if (signed === undefined || algorithm === undefined || signature?.tag !== 0x03 || others.length > 0)
    throw new Error('it is not a signed list');
  const fields = inside(bytes, signed, 0x30);
  // Version 2 or nothing.
  if (fields[0]?.tag === 0x02 && bytes[fields.shift()?.content ?? 0] !== 1) throw new Error('it is of another version than 2');
  const [innerAlgorithm, issuer, thisUpdate] = fields.splice(0, 3);
  if (innerAlgorithm === undefined || issuer?.tag !== 0x30 || thisUpdate === undefined) throw new Error('it is not complete');
  if (Buffer.compare(derBytes(bytes, innerAlgorithm), derBytes(bytes, algorithm)) !== 0)
    throw new Error('it names two signature algorithms');
  const nextUpdate = isTime(fields[0]) ? fields.shift() : undefined;
  const entries = fields[0]?.tag === 0x30 ? fields.shift() : undefined;
  const extensions = fields[0]?.tag === 0xa0 ? fields.shift() : undefined;
  if (fields.length > 0) throw new Error('it has a field too many');
  return {
    signedBytes: derBytes(bytes, signed),
    signatureAlgorithm: new AlgorithmIdentifier({ schema: parseAsn1(derBytes(bytes, algorithm)) }),
    signature: bitString(bytes, signature),
    issuerDer: derBytes(bytes, issuer),
    thisUpdate: readDerTime(bytes, thisUpdate),
    ...(nextUpdate === undefined ? {} : { nextUpdate: readDerTime(bytes, nextUpdate) }),
    extensions: extensions === undefined ? new Map<string, ListExtension>() : readExtensions(bytes, inside(bytes, extensions, 0xa0)[0]),
    findEntry: (serialNumber) => (entries === undefined ? undefined : findEntry(bytes, entries, serialNumber)),
  };
}

/** Every entry is gone through, so that a list is either read to its end or refused. */
function findEntry(bytes: Uint8Array, entries: DerItem, serialNumber: Uint8Array): RevocationEntry | undefined {
  let found: RevocationEntry | undefined;
  for (const entry of walkDer(bytes, entries)) {
    const serial = readDerItem(bytes, entry.content, entry.end);
    if (entry.tag !== 0x30 || serial.tag !== 0x02) throw new Error('it has an entry that cannot be read');
    if (!isSame(bytes, serial, serialNumber)) continue;
    if (found !== undefined) throw new Error('it has a certificate twice');
    const [, time, extensions] = inside(bytes, entry, 0x30);
    if (time === undefined) throw new Error('it has an entry without a date');
    found = {
      revokedAt: readDerTime(bytes, time),
      extensions: extensions === undefined ? new Map<string, ListExtension>() : readExtensions(bytes, extensions),
    };
  }
  return found;
}

function isSame(bytes: Uint8Array, { content, end }: DerItem, serialNumber: Uint8Array): boolean {
  if (end - content !== serialNumber.length) return false;
  for (let index = 0; index < serialNumber.length; index++) if (bytes[content + index] !== serialNumber[index]) return false;
  return true;
}

function readExtensions(bytes: Uint8Array, item: DerItem | undefined): ReadonlyMap<string, ListExtension> {
  const found = new Map<string, ListExtension>();
  for (const extension of inside(bytes, item, 0x30)) {
    const parts = inside(bytes, extension, 0x30);
    const identifier = parts.shift();
    const critical = parts[0]?.tag === 0x01 ? parts.shift() : undefined;
    const value = parts.shift();
    if (identifier === undefined || value?.tag !== 0x04 || parts.length > 0) throw new Error('it has an extension that cannot be read');
    const name = readDerIdentifier(bytes, identifier);
    if (found.has(name)) throw new Error(`it has the extension ${name} twice`);
    found.set(name, { isCritical: critical !== undefined && bytes[critical.content] !== 0, value: derContent(bytes, value) });
  }
  return found;
}

function inside(bytes: Uint8Array, item: DerItem | undefined, tag: number): DerItem[] {
  if (item?.tag !== tag) throw new Error('it is not built as RFC 5280 wants it');
  return [...walkDer(bytes, item)];
}

function isTime(item: DerItem | undefined): boolean {
  return item?.tag === 0x17 || item?.tag === 0x18;
}

function bitString(bytes: Uint8Array, item: DerItem): Uint8Array {
  if (bytes[item.content] !== 0) throw new Error('its signature has unused bits');
  return bytes.subarray(item.content + 1, item.end);
}

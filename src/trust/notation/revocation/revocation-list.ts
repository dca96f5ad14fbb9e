import { type Algorithm, readAlgorithm } from '../../x509/algorithm.ts';
import { expectTag, readDer, readElements, readHeader, readMembers, readOptional } from '../../x509/der-reader.ts';
import { contextTag, derTags } from '../../x509/der-tags.ts';
import { readBitString, readSmallInteger, readTime } from '../../x509/der-values.ts';
import { type Extensions, readExtensions } from '../../x509/extension.ts';

/** A certificate revocation list, base or delta (RFC 5280, section 5), parsed and not verified. Entries are parsed on demand. */
export interface RevocationList {
  readonly signed: Buffer;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Buffer;
  readonly issuerDer: Buffer;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  readonly extensions: Extensions;
  findEntry(serialNumber: Buffer): RevocationEntry | undefined;
}

export interface RevocationEntry {
  readonly revokedAt: Date;
  readonly extensions: Extensions;
}

/** Throws a plain Error with the reason. */
export function parseRevocationList(bytes: Uint8Array): RevocationList {
  const [list, algorithm, signature, ...others] = readMembers(readDer(bytes), derTags.sequence);
  if (others.length > 0) throw new Error('it is not a signed list');
  const fields = readMembers(list, derTags.sequence);
  // Version 2 or nothing.
  if (fields[0]?.tag === derTags.integer && readSmallInteger(fields.shift()) !== 1) throw new Error('its version is not 2');
  const [innerAlgorithm, issuer, thisUpdate, ...optional] = fields;
  const signatureAlgorithm = readAlgorithm(algorithm);
  if (innerAlgorithm?.bytes.equals(algorithm!.bytes) !== true) throw new Error('it names two signature algorithms');
  const [short, long, entries, holder] = readOptional(optional, optionalTags);
  const nextUpdate = short ?? long;
  return {
    signed: list!.bytes,
    signatureAlgorithm,
    signature: readBitString(signature),
    issuerDer: expectTag(issuer, derTags.sequence).bytes,
    thisUpdate: readTime(thisUpdate),
    ...(nextUpdate === undefined ? {} : { nextUpdate: readTime(nextUpdate) }),
    extensions: readExtensions(holder === undefined ? [] : readMembers(readDer(holder.content), derTags.sequence)),
    findEntry: (serialNumber) => (entries === undefined ? undefined : findEntry(entries.content, serialNumber)),
  };
}

/** The next update in either form, the entries, and the extensions. */
const optionalTags = [derTags.utcTime, derTags.generalizedTime, derTags.sequence, contextTag(0, 'constructed')];

/** Walks every entry, so that a list is either read to its end or refused. */
function findEntry(entries: Buffer, serialNumber: Buffer): RevocationEntry | undefined {
  let found: RevocationEntry | undefined;
  for (let at = 0; at < entries.length;) {
    const entry = readHeader(entries, at, entries.length);
    const serial = readHeader(entries, entry.contentStart, entry.end);
    at = entry.end;
    if (entry.tag !== derTags.sequence || serial.tag !== derTags.integer) throw new Error('an entry cannot be read');
    if (serialNumber.compare(entries, serial.contentStart, serial.end) !== 0) continue;
    if (found !== undefined) throw new Error('it lists a certificate twice');
    found = readEntry(entries.subarray(serial.end, entry.end));
  }
  return found;
}

/** What follows the serial number. */
function readEntry(bytes: Buffer): RevocationEntry {
  const [time, ...optional] = readElements(bytes);
  const [extensions] = readOptional(optional, [derTags.sequence]);
  return { revokedAt: readTime(time), extensions: readExtensions(extensions === undefined ? [] : readElements(extensions.content)) };
}

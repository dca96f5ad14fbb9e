import { type JsonError } from '../../lib/json/json-error.ts';
import { limits } from '../../model/limits.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { canonicalJson } from '../crypto/canonical-json.ts';
import { type JsonMap, type JsonValue } from '../crypto/json-value.ts';
import { parseStrictJson } from '../crypto/parse-strict-json.ts';
import { maxMetadataBytes } from './max-metadata-bytes.ts';
import { parseMetadataTime } from './metadata-time.ts';
import { type CommonMetadata, type Metadata, type MetadataFile, type MetadataSignature } from './metadata.ts';
import { expectMembers, malformed, quote, readBytes, readList, readMap, readNumber, readText } from './read-fields.ts';
import { type RoleName } from './role-name.ts';

/**
 * Reads a metadata file of Notary v1: `{"signed":…,"signatures":[{"keyid","method","sig"}]}` with no other
 * unsigned member. The signed part may have unknown members. `decode` reads the members of its kind.
 */
export function decodeFile<T extends Metadata>(
  role: RoleName,
  bytes: Buffer,
  decode: (signed: JsonMap, common: CommonMetadata) => T,
): MetadataFile<T> {
  const file = readMap(parse(role, bytes), role, 'the file');
  expectMembers(file, ['signed', 'signatures'], role, 'the file');
  const signed = readMap(file.get('signed'), role, 'signed');
  const list = readList(file.get('signatures'), role, 'signatures');
  if (list.length > limits.metadataSignatures)
    throw tooLarge(role, `has ${list.length} signatures, more than ${limits.metadataSignatures}`);
  const signatures = list.map((value, i) => readSignature(value, role, `signatures[${i}]`));
  return { role, bytes, signed, canonical: canonicalJson(signed), signatures, content: decode(signed, readCommon(signed, role)) };
}

function parse(role: RoleName, bytes: Buffer): JsonValue {
  const bounds = { maxBytes: maxMetadataBytes(role), maxDepth: limits.metadataDepth, maxValues: limits.metadataValues };
  try {
    return parseStrictJson(bytes, bounds);
  } catch (cause) {
    const { fault, message } = cause as JsonError;
    throw fault === 'too-large' ? tooLarge(role, message) : malformed(role, `it ${message}`, cause);
  }
}

export function tooLarge(role: string, reason: string): VerificationError {
  return new VerificationError('METADATA_TOO_LARGE', role, `the ${role} metadata ${reason}`);
}

function readSignature(value: JsonValue, role: RoleName, what: string): MetadataSignature {
  const signature = readMap(value, role, what);
  expectMembers(signature, ['keyid', 'method', 'sig'], role, what);
  return {
    keyId: readText(signature.get('keyid'), role, `${what}.keyid`),
    method: readText(signature.get('method'), role, `${what}.method`),
    bytes: readBytes(signature.get('sig'), role, `${what}.sig`),
  };
}

/** notary tuf/data/types.go, TUFTypes: with a capital, and delegations are targets. */
function typeOf(role: RoleName): string {
  const name = role.startsWith('targets/') ? 'targets' : role;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function readCommon(signed: JsonMap, role: RoleName): CommonMetadata {
  const type = readText(signed.get('_type'), role, '_type');
  if (type !== typeOf(role))
    throw new VerificationError('METADATA_TYPE_WRONG', role, `the ${role} metadata is of type ${quote(type)}, not ${quote(typeOf(role))}`);
  const version = readNumber(signed.get('version'), role, 'version');
  if (version < 1 || version > limits.metadataVersion)
    throw new VerificationError(
      'METADATA_VERSION_INVALID',
      role,
      `the ${role} metadata has version ${version}; valid versions are 1 to ${limits.metadataVersion}`,
    );
  const time = readText(signed.get('expires'), role, 'expires');
  const expires = parseMetadataTime(time);
  if (expires === undefined) throw malformed(role, `expires is ${quote(time)}, not an RFC 3339 time`);
  return { version, expires };
}

import { limits } from '../../model/limits.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type JsonMap, type JsonValue } from '../crypto/json-value.ts';
import { readPublicKey, type PublicKey } from '../crypto/public-key.ts';
import { tooLarge } from './decode-file.ts';
import { type RoleKeys } from './metadata.ts';
import { expectMembers, malformed, quote, readBytes, readMap, readNumber, readOptionalList, readText } from './read-fields.ts';

/** The members of a `keys` object by key ID, within a bound. */
export function readKeyEntries(keys: JsonMap, role: string): readonly (readonly [string, JsonValue])[] {
  if (keys.size > limits.metadataKeys) throw tooLarge(role, `has ${keys.size} keys, more than ${limits.metadataKeys}`);
  return [...keys];
}

/** One key, whose ID must be the name under which it is listed. Throws what {@link readPublicKey} throws, METADATA_MALFORMED or ROLE_KEY_ID_MISMATCH. */
export function decodeKey(id: string, value: JsonValue, role: string): PublicKey {
  const what = `keys.${id.slice(0, 64)}`;
  const members = readMap(value, role, what);
  expectMembers(members, ['keytype', 'keyval'], role, what);
  const pair = readMap(members.get('keyval'), role, `${what}.keyval`);
  expectMembers(pair, ['private', 'public'], role, `${what}.keyval`);
  if (pair.get('private') !== null) throw malformed(role, `${what}.keyval.private is not null`);
  const key = readPublicKey(
    readText(members.get('keytype'), role, `${what}.keytype`),
    readBytes(pair.get('public'), role, `${what}.keyval.public`),
  );
  if (key.id === id) return key;
  throw new VerificationError('ROLE_KEY_ID_MISMATCH', role, `the ${role} metadata lists the key ${key.id} as ${quote(id)}`);
}

/** The keys and the threshold of `name`. `isKnown` says whether the file has a key. */
export function decodeRoleKeys(members: JsonMap, role: string, name: string, isKnown: (keyId: string) => boolean): RoleKeys {
  const list = readOptionalList(members.get('keyids'), role, `the keyids of ${name}`);
  const keyIds = [...new Set(list.map((keyId) => readText(keyId, role, `a keyid of ${name}`)))];
  const unknown = keyIds.find((keyId) => !isKnown(keyId));
  if (unknown !== undefined) throw malformed(role, `${name} lists the key ${quote(unknown)}, which does not exist`);
  const threshold = readNumber(members.get('threshold'), role, `the threshold of ${name}`);
  if (threshold < 1)
    throw new VerificationError('ROLE_THRESHOLD_INVALID', name, `${name} has a threshold of ${threshold} in the ${role} metadata`);
  return { keyIds, threshold };
}

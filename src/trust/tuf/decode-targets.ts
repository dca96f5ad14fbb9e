import { limits } from '../../model/limits.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { type JsonMap, type JsonValue } from '../crypto/json-value.ts';
import { type PublicKey } from '../crypto/public-key.ts';
import { decodeFileMeta } from './decode-file-meta.ts';
import { decodeFile, tooLarge } from './decode-file.ts';
import { decodeKey, decodeRoleKeys, readKeyEntries } from './decode-keys.ts';
import { type DelegatedRole, type FileMeta, type MetadataFile, type TargetsMetadata, type UnusableKey } from './metadata.ts';
import { malformed, quote, readMap, readOptionalList, readOptionalMap, readText } from './read-fields.ts';
import { isDelegationName, parentRole, type TargetsRole } from './role-name.ts';

type Delegations = TargetsMetadata['delegations'];

/**
 * Reads metadata of `targets` or of a delegation (notary tuf/data/targets.go). It may delegate only to roles directly below itself,
 * so that delegations cannot form a loop.
 */
export function decodeTargets(role: TargetsRole, bytes: Buffer): MetadataFile<TargetsMetadata> {
  return decodeFile(role, bytes, (signed, common) => {
    const targets = new Map<string, FileMeta>();
    for (const [name, value] of readOptionalMap(signed.get('targets'), role, 'targets'))
      targets.set(name, decodeFileMeta(value, role, `targets[${quote(name)}]`));
    const delegations = readOptionalMap(signed.get('delegations'), role, 'delegations');
    return { kind: 'targets', ...common, targets, delegations: readDelegations(delegations, role) };
  });
}

function readDelegations(delegations: JsonMap, role: TargetsRole): Delegations {
  const { keys, unusableKeys } = readKeys(readOptionalMap(delegations.get('keys'), role, 'delegations.keys'), role);
  const list = readOptionalList(delegations.get('roles'), role, 'delegations.roles');
  if (list.length > limits.metadataRoles) throw tooLarge(role, `delegates to ${list.length} roles, more than ${limits.metadataRoles}`);
  const isKnown = (keyId: string): boolean => keys.has(keyId) || unusableKeys.has(keyId);
  const roles = list.map((value) => readRole(value, role, isKnown));
  if (new Set(roles.map(({ name }) => name)).size !== roles.length) throw malformed(role, 'it delegates to the same role twice');
  return { keys, unusableKeys, roles };
}

/** An unusable key affects the roles that need it, and no others. */
const harmless: ReadonlySet<string> = new Set(['ROLE_KEY_INVALID', 'ROLE_KEY_TOO_SHORT']);

function readKeys(members: JsonMap, role: TargetsRole): Omit<Delegations, 'roles'> {
  const keys = new Map<string, PublicKey>();
  const unusableKeys = new Map<string, UnusableKey>();
  for (const [id, json] of readKeyEntries(members, role)) {
    try {
      keys.set(id, decodeKey(id, json, role));
    } catch (reason) {
      if (!(reason instanceof VerificationError) || !harmless.has(reason.code)) throw reason;
      unusableKeys.set(id, { json, reason });
    }
  }
  return { keys, unusableKeys };
}

function readRole(value: JsonValue, role: TargetsRole, isKnown: (keyId: string) => boolean): DelegatedRole {
  const members = readMap(value, role, 'a delegated role');
  const name = readText(members.get('name'), role, 'the name of a delegated role');
  if (!isDelegationName(name))
    throw new VerificationError('ROLE_NAME_INVALID', role, `${role} delegates to ${quote(name)}, which is not a role name`);
  if (parentRole(name) !== role)
    throw new VerificationError('ROLE_NAME_INVALID', role, `${role} delegates to ${name}, which is not directly below it`);
  const paths = readOptionalList(members.get('paths'), role, `the paths of ${name}`).map((path) =>
    readText(path, role, `a path of ${name}`),
  );
  return { name, paths, ...decodeRoleKeys(members, role, name, isKnown) };
}

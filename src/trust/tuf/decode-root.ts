import { type JsonMap } from '../crypto/json-value.ts';
import { type PublicKey } from '../crypto/public-key.ts';
import { decodeFile } from './decode-file.ts';
import { decodeKey, decodeRoleKeys, readKeyEntries } from './decode-keys.ts';
import { keyRole } from './key-role.ts';
import { type CommonMetadata, type MetadataFile, type RoleKeys, type RootMetadata } from './metadata.ts';
import { malformed, readMap } from './read-fields.ts';
import { type BaseRole } from './role-name.ts';

/** Reads root metadata (notary tuf/data/root.go): all four base roles, each with at least as many keys as its threshold. */
export function decodeRoot(bytes: Buffer): MetadataFile<RootMetadata> {
  return decodeFile('root', bytes, readRoot);
}

function readRoot(signed: JsonMap, common: CommonMetadata): RootMetadata {
  const keys = new Map<string, PublicKey>();
  for (const [id, value] of readKeyEntries(readMap(signed.get('keys'), 'root', 'keys'), 'root')) keys.set(id, decodeKey(id, value, 'root'));
  const members = readMap(signed.get('roles'), 'root', 'roles');
  const read = (name: BaseRole): RoleKeys => readRole(name, members, keys);
  const roles = { root: read('root'), targets: read('targets'), snapshot: read('snapshot'), timestamp: read('timestamp') };
  const consistentSnapshot = signed.get('consistent_snapshot') ?? false;
  if (typeof consistentSnapshot !== 'boolean') throw malformed('root', 'consistent_snapshot is not true or false');
  return { kind: 'root', ...common, consistentSnapshot, keys, roles };
}

function readRole(name: BaseRole, members: JsonMap, keys: ReadonlyMap<string, PublicKey>): RoleKeys {
  const role = decodeRoleKeys(readMap(members.get(name), 'root', `roles.${name}`), 'root', name, (keyId) => keys.has(keyId));
  keyRole(name, role, keys);
  return role;
}

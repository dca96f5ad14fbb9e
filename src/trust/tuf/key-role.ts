import { VerificationError } from '../../model/trust/verification-error.ts';
import { type PublicKey } from '../crypto/public-key.ts';
import { type RoleKeys } from './metadata.ts';
import { type RoleName } from './role-name.ts';

/** A role with the keys that count for it. */
export interface KeyRole {
  readonly name: RoleName;
  /** By key ID. */
  readonly keys: ReadonlyMap<string, PublicKey>;
  readonly threshold: number;
}

/**
 * Combines a role with its keys, of which only those in `keys` count. Throws ROLE_THRESHOLD_INVALID when they can never reach the
 * threshold; two certificates of one key are one key.
 */
export function keyRole(name: RoleName, role: RoleKeys, keys: ReadonlyMap<string, PublicKey>): KeyRole {
  const own = new Map<string, PublicKey>();
  for (const keyId of role.keyIds) {
    const key = keys.get(keyId);
    if (key !== undefined) own.set(keyId, key);
  }
  const distinct = new Set(Array.from(own.values(), ({ canonicalId }) => canonicalId)).size;
  if (role.threshold <= distinct) return { name, keys: own, threshold: role.threshold };
  throw new VerificationError('ROLE_THRESHOLD_INVALID', name, `${name} requires ${role.threshold} keys and has ${distinct} usable ones`);
}

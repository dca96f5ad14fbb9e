import { PratiqueError } from '../../../model/pratique-error.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { type RootMetadata } from '../../tuf/metadata.ts';
import { type RoleName } from '../../tuf/role-name.ts';

export interface MissingKey {
  readonly role: RoleName;
  /** The keys of the role. */
  readonly keys: readonly PublicKey[];
  readonly threshold: number;
  /** How many of them are in the trust directory. */
  readonly present: number;
  /** Where no server signs snapshots and timestamps: the IDs of the keys that every signer shares ({@link sharedKeyIds}). */
  readonly shared?: readonly string[];
}

/** KEY_NOT_FOUND for a role that cannot be signed with the keys in the trust directory. */
export function keyMissing({ role, keys, threshold, present, shared }: MissingKey): PratiqueError {
  const wanted = keys.map(({ canonicalId }) => canonicalId.slice(0, 12)).join(', ') || 'none';
  const message = `${role} requires ${threshold} of its keys (${wanted}), and ${present} of them ${present === 1 ? 'is' : 'are'} in the trust directory`;
  if (shared === undefined) return new PratiqueError('KEY_NOT_FOUND', message);
  const isShared = role === 'snapshot' || role === 'timestamp';
  return new PratiqueError('KEY_NOT_FOUND', message, {
    hint: isShared
      ? `every signer needs the snapshot and timestamp keys, because a registry signs neither; the owner runs: ${exportCommand(shared)}; you run: pratique trust key import --server registry keys.pem`
      : 'import the key on this machine: pratique trust key import --server registry FILE (from pratique trust key export --server registry)',
  });
}

/** The keys of snapshot and timestamp, which a registry cannot hold as a Notary server does. */
export function sharedKeyIds({ roles, keys }: RootMetadata): readonly string[] {
  const ids = [...roles.snapshot.keyIds, ...roles.timestamp.keyIds];
  return [...new Set(ids.map((id) => keys.get(id)?.canonicalId ?? id))];
}

/** The command with which the owner gives a signer those keys, and no others. */
export function exportCommand(ids: readonly string[]): string {
  return `pratique trust key export --server registry ${ids.map((id) => id.slice(0, 12)).join(' ')} --output keys.pem`;
}

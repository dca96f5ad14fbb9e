import { PratiqueError } from '../../../model/pratique-error.ts';
import { type RoleKeys } from '../../tuf/metadata.ts';
import { type PublicKey } from '../../crypto/public-key.ts';
import { parentRole, releasesRole, type TargetsRole } from '../../tuf/role-name.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type KeyStore } from '../key/key-store.ts';

/**
 * The roles to remove a tag from: all that sign it and whose keys are in the trust directory. Roles of other signers may stay, since tags are not
 * pulled from them. Throws KEY_NOT_FOUND when the tag would still be pulled from a role whose keys are missing, or when no role is left.
 */
export async function revocableRoles(repository: TrustedRepository, tag: string, keys: KeyStore): Promise<readonly TargetsRole[]> {
  const signing = rolesThatSign(repository, tag);
  const found: TargetsRole[] = [];
  for (const role of signing) if (await canSign(repository, role, keys)) found.push(role);
  const locked = signing.filter((role) => !found.includes(role));
  const pulled = locked.filter(isPulledFrom);
  const blocking = found.length === 0 && pulled.length === 0 ? locked : pulled;
  if (blocking.length === 0) return found;
  const many = blocking.length > 1;
  throw new PratiqueError(
    'KEY_NOT_FOUND',
    `cannot revoke ${JSON.stringify(tag.slice(0, 80))}: ${blocking.join(' and ')} ${many ? 'sign' : 'signs'} it, and ${many ? 'their keys are' : 'its key is'} not in the trust directory; nothing was changed`,
    { hint: `load the key with pratique trust key load, or have the owner of ${blocking.join(' and ')} revoke the tag` },
  );
}

/** Every role that lists the tag, whether or not it is pulled from. */
export function rolesThatSign({ targets }: TrustedRepository, tag: string): readonly TargetsRole[] {
  return [...targets.values()].filter(({ file }) => file.content.targets.has(tag)).map(({ role }) => role);
}

/** docker/cli, trust: tags are looked up in `targets/releases`, then in `targets`. */
export function isPulledFrom(role: TargetsRole): boolean {
  return role === 'targets' || role === releasesRole;
}

async function canSign(repository: TrustedRepository, role: TargetsRole, store: KeyStore): Promise<boolean> {
  const { keyIds, threshold, keys } = keysOf(repository, role);
  const present = new Set<string>();
  for (const id of keyIds) {
    const canonicalId = keys.get(id)?.canonicalId;
    if (canonicalId !== undefined && (await store.find(canonicalId)) !== undefined) present.add(canonicalId);
  }
  return present.size >= threshold;
}

function keysOf({ root, targets }: TrustedRepository, role: TargetsRole): RoleKeys & { readonly keys: ReadonlyMap<string, PublicKey> } {
  if (role === 'targets') return { ...root.content.roles.targets, keys: root.content.keys };
  const { roles, keys } = targets.get(parentRole(role))?.file.content.delegations ?? { roles: [], keys: new Map<string, PublicKey>() };
  return { ...(roles.find(({ name }) => name === role) ?? { keyIds: [], threshold: 1 }), keys };
}

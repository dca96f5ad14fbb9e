import { PratiqueError } from '../../../model/pratique-error.ts';
import { type TargetsRole } from '../../tuf/role-name.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type KeyStore } from '../key/key-store.ts';

/**
 * The roles in which Docker signs a tag (docker/cli, trust.GetSignableRoles): `targets` where it has no delegations, otherwise every role directly
 * below it whose paths allow the tag and one of whose keys is in the trust directory. Throws KEY_NOT_FOUND when there is none.
 */
export async function signableRoles({ targets, gun }: TrustedRepository, tag: string, keys: KeyStore): Promise<readonly TargetsRole[]> {
  const delegations = targets.get('targets')?.file.content.delegations;
  if (delegations === undefined || delegations.roles.length === 0) return ['targets'];
  const found: TargetsRole[] = [];
  for (const { name, keyIds, paths } of delegations.roles) {
    if (!paths.some((path) => tag.startsWith(path))) continue;
    const ids = keyIds.flatMap((id) => delegations.keys.get(id)?.canonicalId ?? []);
    const present = await Promise.all(ids.map((id) => keys.find(id)));
    if (present.some((key) => key !== undefined)) found.push(name);
  }
  if (found.length > 0) return found;
  const names = delegations.roles.map(({ name }) => name).join(', ');
  throw new PratiqueError(
    'KEY_NOT_FOUND',
    `${gun} is signed by ${names}, and the trust directory has no key of theirs that may sign ${JSON.stringify(tag)}`,
    {
      hint: 'load the key of a signer with pratique trust key load',
    },
  );
}

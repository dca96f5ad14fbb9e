import { type DelegationName } from '../../tuf/role-name.ts';
import { type NotaryContext } from '../notary-context.ts';
import { readRepository } from '../update/read-repository.ts';

export interface ListedDelegation {
  readonly role: DelegationName;
  readonly paths: readonly string[];
  /** Of bare public keys, as private key files are named. */
  readonly keyIds: readonly string[];
  readonly threshold: number;
}

/** Every delegation of the repository, by name. */
export async function listDelegations(context: NotaryContext): Promise<readonly ListedDelegation[]> {
  const { targets } = await readRepository(context, { isForChange: true });
  const listed = [...targets.values()].flatMap(({ file }) => {
    const { roles, keys } = file.content.delegations;
    return roles.map(({ name, paths, keyIds, threshold }) => ({
      role: name,
      paths,
      keyIds: keyIds.map((id) => keys.get(id)?.canonicalId ?? id),
      threshold,
    }));
  });
  return listed.sort((one, other) => (one.role < other.role ? -1 : 1));
}

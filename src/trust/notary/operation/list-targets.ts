import { type Digest, toDigest } from '../../../model/digest.ts';
import { type TargetsRole } from '../../tuf/role-name.ts';
import { listRoleTags } from '../../tuf/signed-tags.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type NotaryContext } from '../notary-context.ts';
import { readRepository } from '../update/read-repository.ts';

export interface ListedTarget {
  readonly name: string;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly role: TargetsRole;
}

export interface TargetList {
  readonly targets: readonly ListedTarget[];
  readonly repository: TrustedRepository;
}

/** Every target with a SHA-256 of the roles named, or of all, by name and role, as `notary list` shows them. A name can occur in several roles. */
export async function listTargets(context: NotaryContext, options: { readonly roles?: readonly string[] } = {}): Promise<TargetList> {
  const repository = await readRepository(context);
  const wanted = listRoleTags(repository).filter(({ role }) => options.roles?.includes(role) ?? true);
  const targets = wanted.map(({ tag, sha256, length, role }) => ({ name: tag, digest: toDigest('sha256', sha256), size: length, role }));
  return { targets, repository };
}

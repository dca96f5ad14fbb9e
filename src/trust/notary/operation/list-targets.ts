import { type Digest, toDigest } from '../../../model/digest.ts';
import { type TargetsRole } from '../../tuf/role-name.ts';
import { findTarget } from '../../tuf/signed-tags.ts';
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
  const wanted = [...repository.targets.values()].filter(({ role }) => options.roles?.includes(role) ?? true);
  const targets = wanted.flatMap((trusted) =>
    [...trusted.file.content.targets.keys()].flatMap((name): ListedTarget[] => {
      const meta = findTarget(trusted, name);
      if (meta === undefined) return [];
      return [{ name, digest: toDigest('sha256', meta.hashes.get('sha256')!.toString('hex')), size: meta.length, role: trusted.role }];
    }),
  );
  const order = ({ name, role }: ListedTarget): string => `${name}\0${role}`;
  return { targets: targets.sort((one, other) => (order(one) < order(other) ? -1 : 1)), repository };
}

import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type TargetsRole } from '../../tuf/role-name.ts';
import { listTags } from '../../tuf/signed-tags.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type Change } from '../changelist/change.ts';
import { type NotaryContext } from '../notary-context.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { recoverPending } from '../publish/recover-pending.ts';
import { readRepository } from '../update/read-repository.ts';
import { isPulledFrom, revocableRoles, rolesThatSign } from './revocable-roles.ts';
import { type StageOptions, stageOrPublish } from './stage-or-publish.ts';

export interface RevokeOptions extends StageOptions {
  /** All signed tags when absent. */
  readonly tag?: string;
  /** Roles to remove the tags from; all that sign them when absent. */
  readonly roles?: readonly string[];
}

export interface Revocation {
  readonly tags: readonly string[];
  /** Absent when it was only staged. */
  readonly publication?: Publication;
  /** Roles that still sign a tag. */
  readonly remaining: readonly { readonly tag: string; readonly role: TargetsRole; readonly isPulled: boolean }[];
}

/**
 * Removes tags from every role that signs them, or from the given roles. Throws TARGET_NOT_SIGNED when there is nothing to remove, and KEY_NOT_FOUND
 * when a tag could still be pulled from a role whose keys are missing; nothing is changed then.
 */
export async function revokeTag(context: NotaryContext, options: RevokeOptions): Promise<Revocation> {
  await recoverPending(context);
  const repository = await readRepository(context, { isForChange: true });
  const signed = options.tag === undefined ? listTags(repository).map(({ tag }) => tag) : [options.tag];
  const changes: Extract<Change, { readonly kind: 'remove target' }>[] = [];
  for (const name of signed)
    for (const role of await chooseRoles(context, repository, name, options)) changes.push({ kind: 'remove target', role, name });
  if (changes.length === 0)
    throw new VerificationError('TARGET_NOT_SIGNED', context.gun, `no tag is signed in ${options.roles?.join(' or ') ?? context.gun}`);
  const tags = [...new Set(changes.map(({ name }) => name))];
  const publication = await stageOrPublish(context, changes, options);
  return { tags, remaining: findRemaining(publication?.repository ?? repository, tags, changes), ...(publication === undefined ? {} : { publication }) };
} // prettier-ignore

async function chooseRoles({ gun, keys }: NotaryContext, repository: TrustedRepository, tag: string, { roles, tag: only }: RevokeOptions): Promise<readonly string[]> {
  const signing = rolesThatSign(repository, tag);
  const quoted = JSON.stringify(tag.slice(0, 80));
  if (signing.length === 0) throw new VerificationError('TARGET_NOT_SIGNED', tag, `${quoted} is not signed in ${gun}`);
  if (roles === undefined) return revocableRoles(repository, tag, keys);
  const chosen = roles.filter((role) => signing.some((each) => each === role));
  if (chosen.length > 0 || only === undefined) return chosen;
  throw new VerificationError('TARGET_NOT_SIGNED', tag, `${roles.join(' and ')} ${roles.length > 1 ? 'do' : 'does'} not sign ${quoted} in ${gun}; ${signing.join(' and ')} ${signing.length > 1 ? 'do' : 'does'}`);
} // prettier-ignore

/** After publishing, by what the server has; when staged, by what the changes leave. */
function findRemaining(repository: TrustedRepository, tags: readonly string[], changes: readonly Change[]): Revocation['remaining'] {
  const isRemoved = (tag: string, role: TargetsRole): boolean =>
    changes.some((change) => change.kind === 'remove target' && change.name === tag && change.role === role);
  return tags.flatMap((tag) =>
    rolesThatSign(repository, tag)
      .filter((role) => !isRemoved(tag, role))
      .map((role) => ({ tag, role, isPulled: isPulledFrom(role) })),
  );
}

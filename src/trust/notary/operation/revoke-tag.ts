import { VerificationError } from '../../../model/trust/verification-error.ts';
import { listTags } from '../../tuf/signed-tags.ts';
import { type Change } from '../changelist/change.ts';
import { type NotaryContext } from '../notary-context.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { recoverPending } from '../publish/recover-pending.ts';
import { readRepository } from '../update/read-repository.ts';
import { signableRoles } from './signable-roles.ts';
import { type StageOptions, stageOrPublish } from './stage-or-publish.ts';

export interface RevokeOptions extends StageOptions {
  /** Every signed tag when absent. */
  readonly tag?: string;
  /** Where to take it from; as Docker chooses when absent. */
  readonly roles?: readonly string[];
}

export interface Revocation {
  readonly tags: readonly string[];
  readonly publication?: Publication;
}

/** Takes tags out of every role that can be signed for here. Throws TARGET_NOT_SIGNED when there is none. */
export async function revokeTag(context: NotaryContext, options: RevokeOptions): Promise<Revocation> {
  await recoverPending(context);
  const repository = await readRepository(context, { isForChange: true });
  const signed = listTags(repository).map(({ tag }) => tag);
  const tags = options.tag === undefined ? signed : signed.filter((tag) => tag === options.tag);
  if (tags.length === 0)
    throw new VerificationError(
      'TARGET_NOT_SIGNED',
      options.tag ?? context.gun,
      `${options.tag === undefined ? 'no tag is' : `${JSON.stringify(options.tag.slice(0, 80))} is not`} signed in ${context.gun}`,
    );
  const changes: Change[] = [];
  for (const name of tags)
    for (const role of options.roles ?? (await signableRoles(repository, name, context.keys)))
      changes.push({ kind: 'remove target', role, name });
  const publication = await stageOrPublish(context, changes, options);
  return { tags, ...(publication === undefined ? {} : { publication }) };
}

import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Change } from '../changelist/change.ts';
import { type NotaryContext } from '../notary-context.ts';
import { keyMissing, sharedKeyIds } from '../publish/key-missing.ts';
import { type TargetsRole } from '../../tuf/role-name.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { recoverPending } from '../publish/recover-pending.ts';
import { readRepository } from '../update/read-repository.ts';
import { addSignerChanges, findOrMakeSignerKey } from './add-signer.ts';
import { initializeRepository, isInitialized } from './initialize-repository.ts';
import { signableRoles } from './signable-roles.ts';
import { type StageOptions, stageOrPublish } from './stage-or-publish.ts';
import { type SignedTag, tagChanges } from './tag-changes.ts';

export interface SignTagOptions extends StageOptions, SignedTag {
  /** Roles to sign in; by default those that Docker chooses. */
  readonly roles?: readonly string[];
  /** The first signer of a repository without trust data; without one, tags are signed in `targets`. */
  readonly signer?: string;
}

export interface SignedRoles {
  readonly roles: readonly string[];
  /** Absent when the change was only staged. */
  readonly publication?: Publication;
  /** Whether the trust data was created for it. */
  readonly isNew: boolean;
}

/** Binds a tag to a digest and publishes that. Creates the trust data of a repository that has none, as `docker trust sign` does. */
export async function signTag(context: NotaryContext, options: SignTagOptions): Promise<SignedRoles> {
  await recoverPending(context);
  const isNew = !(await isInitialized(context));
  if (isNew && options.isStaged === true)
    throw new PratiqueError('TRUST_DATA_NOT_FOUND', `${context.gun} has no trust data, and staging a change does not create it`);
  if (isNew) await initializeRepository(context, { changes: await firstChanges(context, options.signer) });
  const roles =
    options.roles ?? (await signableRoles(await readRepository(context, { isForChange: true }), options.tag, context.keys, context.remote));
  const publication = await stageOrPublish(context, tagChanges(options, roles), options);
  if (publication?.versions.size === 0) await assertSigner(publication.repository, roles, context);
  return { roles, isNew, ...(publication === undefined ? {} : { publication }) };
}

/** Nothing had to be signed, since the tag is bound already. Whoever has no key of it has not signed it, and must not believe so. */
async function assertSigner(
  { root, targets }: TrustedRepository,
  roles: readonly string[],
  { keys, remote }: NotaryContext,
): Promise<void> {
  const { delegations } = targets.get('targets')?.file.content ?? {};
  for (const role of roles) {
    const delegated = delegations?.roles.find(({ name }) => name === role);
    const [ids, known] =
      role === 'targets' ? [root.content.roles.targets.keyIds, root.content.keys] : [delegated?.keyIds ?? [], delegations?.keys];
    const found = await Promise.all(ids.map((id) => keys.find(known?.get(id)?.canonicalId ?? id)));
    if (found.some((key) => key !== undefined)) continue;
    const wanted = ids.flatMap((id) => known?.get(id) ?? []);
    const shared = remote.serverKeys === undefined ? { shared: sharedKeyIds(root.content) } : {};
    throw keyMissing({ role: role as TargetsRole, keys: wanted, threshold: 1, present: 0, ...shared });
  }
}

async function firstChanges(context: NotaryContext, signer: string | undefined): Promise<readonly Change[]> {
  return signer === undefined ? [] : addSignerChanges(signer, [await findOrMakeSignerKey(context.keys, signer)]);
}

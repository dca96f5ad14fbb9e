import { type Digest, digestHex } from '../../../model/digest.ts';
import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Change } from '../changelist/change.ts';
import { type NotaryContext } from '../notary-context.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { recoverPending } from '../publish/recover-pending.ts';
import { readRepository } from '../update/read-repository.ts';
import { addSignerChanges, findOrMakeSignerKey } from './add-signer.ts';
import { initializeRepository, isInitialized } from './initialize-repository.ts';
import { signableRoles } from './signable-roles.ts';
import { type StageOptions, stageOrPublish } from './stage-or-publish.ts';

export interface SignTagOptions extends StageOptions {
  readonly tag: string;
  /** Of the manifest or index, sha256. */
  readonly digest: Digest;
  /** Bytes of it. */
  readonly size: number;
  /** Where to sign; as Docker chooses when absent. */
  readonly roles?: readonly string[];
  /** Who becomes the first signer of a repository that has no trust data; without one its tags are signed into `targets`. */
  readonly signer?: string;
}

export interface SignedRoles {
  readonly roles: readonly string[];
  /** Absent when it was only staged. */
  readonly publication?: Publication;
  /** Whether the repository was made for it. */
  readonly isNew: boolean;
}

/** Signs a tag to be a digest, and publishes that. A repository without trust data is made first, as `docker trust sign` does. */
export async function signTag(context: NotaryContext, options: SignTagOptions): Promise<SignedRoles> {
  await recoverPending(context);
  const isNew = !(await isInitialized(context));
  if (isNew && options.isStaged === true)
    throw new PratiqueError('TRUST_DATA_NOT_FOUND', `${context.gun} has no trust data, which cannot be made by staging`);
  if (isNew) await initializeRepository(context, { changes: await firstChanges(context, options.signer) });
  const roles = options.roles ?? (await signableRoles(await readRepository(context, { isForChange: true }), options.tag, context.keys));
  const target = { length: options.size, hashes: new Map([['sha256', Buffer.from(digestHex(options.digest), 'hex')]]) };
  const changes = roles.map((role): Change => ({ kind: 'add target', role, name: options.tag, target }));
  const publication = await stageOrPublish(context, changes, options);
  return { roles, isNew, ...(publication === undefined ? {} : { publication }) };
}

async function firstChanges(context: NotaryContext, signer: string | undefined): Promise<readonly Change[]> {
  return signer === undefined ? [] : addSignerChanges(signer, [await findOrMakeSignerKey(context.keys, signer)]);
}

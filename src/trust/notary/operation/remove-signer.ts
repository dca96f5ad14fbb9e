import { PratiqueError } from '../../../model/pratique-error.ts';
import { type DelegatedRole } from '../../tuf/metadata.ts';
import { releasesRole } from '../../tuf/role-name.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type Change } from '../changelist/change.ts';
import { type NotaryContext } from '../notary-context.ts';
import { type Publication } from '../publish/publish-edited.ts';
import { recoverPending } from '../publish/recover-pending.ts';
import { readRepository } from '../update/read-repository.ts';
import { type StageOptions, stageOrPublish } from './stage-or-publish.ts';

export interface RemoveSignerOptions extends StageOptions {
  readonly name: string;
  /** Also when the signer made the last signature of the released tags, which can no longer be pulled then. */
  readonly isForced?: boolean;
}

/** Takes a signer's role and his keys in `targets/releases` away. Throws CHANGE_INVALID when there is none, or without force when the released tags would be left unsigned. */
export async function removeSigner(context: NotaryContext, options: RemoveSignerOptions): Promise<Publication | undefined> {
  await recoverPending(context);
  const repository = await readRepository(context, { isForChange: true });
  const role = `targets/${options.name}`;
  const delegations = repository.targets.get('targets')?.file.content.delegations;
  const found = delegations?.roles.find(({ name }) => name === role);
  if (role === releasesRole || found === undefined)
    throw new PratiqueError('CHANGE_INVALID', `${context.gun} has no signer ${JSON.stringify(options.name.slice(0, 80))}`);
  if (options.isForced !== true && isLastSigner(repository, found))
    throw new PratiqueError('CHANGE_INVALID', `without ${options.name}, the released tags of ${context.gun} can no longer be pulled`, {
      hint: 'have another signer sign first, or use --force',
    });
  const removeKeyIds = found.keyIds.map((id) => delegations?.keys.get(id)?.canonicalId ?? id);
  const releases = delegations?.roles.find(({ name }) => name === releasesRole);
  const isLastKey = releases?.keyIds.every((id) => removeKeyIds.includes(delegations?.keys.get(id)?.canonicalId ?? id)) === true;
  const release: readonly Change[] = isLastKey
    ? handOverReleases(repository, removeKeyIds)
    : releases === undefined
      ? []
      : [{ kind: 'update delegation', role: releasesRole, edit: { removeKeyIds } }];
  return stageOrPublish(context, [...release, { kind: 'remove delegation', role }], options);
}

/**
 * Without a key, `targets/releases` can be neither signed nor verified, and as long as it exists clients do not sign in `targets`. If it was never
 * published it goes. Otherwise the owner's key takes over: versions must go on, or readers who know it report a rollback. It is emptied, because the owner
 * does not vouch for what the signer signed; where `targets` has other content under one of its tags, that goes too, so that no older image comes back.
 */
function handOverReleases({ root, targets, refusedFiles }: TrustedRepository, removeKeyIds: readonly string[]): readonly Change[] {
  const released = targets.get(releasesRole)?.file.content ?? refusedFiles.get(releasesRole)?.content;
  if (released === undefined) return [{ kind: 'remove delegation', role: releasesRole }];
  const { roles, keys } = root.content;
  const addKeys = roles.targets.keyIds.flatMap((id) => keys.get(id) ?? []);
  const own = targets.get('targets')?.file.content.targets;
  const removed = [...released.targets].flatMap(([name, meta]): readonly Change[] => {
    const other = own?.get(name);
    const isSame = other === undefined || other.hashes.get('sha256')?.equals(meta.hashes.get('sha256') ?? Buffer.alloc(0)) === true;
    const release: Change = { kind: 'remove target', role: releasesRole, name };
    return isSame ? [release] : [release, { kind: 'remove target', role: 'targets', name }];
  });
  return [
    { kind: 'update delegation', role: releasesRole, edit: { addKeys, removeKeyIds } },
    ...removed,
    { kind: 'witness', role: releasesRole },
  ];
}

/** docker/cli, cli/command/trust/signer_remove.go: whether fewer signatures would be left than the threshold. */
function isLastSigner({ targets }: TrustedRepository, { keyIds }: DelegatedRole): boolean {
  const releases = targets.get(releasesRole);
  const threshold = targets.get('targets')?.file.content.delegations.roles.find(({ name }) => name === releasesRole)?.threshold ?? 1;
  if (releases === undefined) return false;
  return releases.file.signatures.filter(({ keyId }) => !keyIds.includes(keyId)).length < threshold;
}

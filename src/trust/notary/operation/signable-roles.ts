import { PratiqueError } from '../../../model/pratique-error.ts';
import { type DelegatedRole } from '../../tuf/metadata.ts';
import { releasesRole, type TargetsRole } from '../../tuf/role-name.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type KeyStore } from '../key/key-store.ts';
import { type MetadataRemote } from '../remote/metadata-remote.ts';

/**
 * The roles in which Docker signs a tag (docker/cli, trust.GetSignableRoles): `targets` where it has no delegations, otherwise every role directly
 * below it whose paths allow the tag and one of whose keys is in the trust directory. Throws KEY_NOT_FOUND when there is none.
 */
export async function signableRoles(
  { targets, gun, refused }: TrustedRepository,
  tag: string,
  keys: KeyStore,
  { serverKeys }: Pick<MetadataRemote, 'serverKeys'>,
): Promise<readonly TargetsRole[]> {
  const delegations = targets.get('targets')?.file.content.delegations;
  if (delegations === undefined || delegations.roles.length === 0) return ['targets'];
  // As "docker trust signer remove" leaves targets/releases: without keys. Unless it has published tags, which Docker would look up there, it binds nothing.
  if (delegations.roles.every(({ name, keyIds }) => keyIds.length === 0 && !refused.has(name))) return ['targets'];
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
      hint: hintFor(gun, delegations.roles, serverKeys === undefined ? '--server registry ' : ''),
    },
  );
}

function hintFor(gun: string, roles: readonly DelegatedRole[], server: string): string {
  if (roles.some(({ name, keyIds }) => name === releasesRole && keyIds.length === 0))
    return `targets/releases has no keys left, and its tags cannot be verified; remove it: pratique trust delegation remove ${server}--yes ${gun} targets/releases`;
  return `load the key of a signer: pratique trust key load ${server}FILE --name NAME; or, with the targets key, sign with --role targets (used for tags that targets/releases does not sign) or become a signer: pratique trust signer add ${server}--key FILE NAME ${gun}`;
}

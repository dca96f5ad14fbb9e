import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type DelegationName, releasesRole, type TargetsRole } from '../../tuf/role-name.ts';
import { findTarget } from '../../tuf/signed-tags.ts';
import { type NotaryContext } from '../notary-context.ts';
import { readRepository } from '../update/read-repository.ts';

/** One element of what `docker trust inspect` prints, member for member (docker/cli, cli/command/trust/inspect.go); what is empty there is left out. */
export interface DockerTrustInspection {
  readonly Name?: string;
  readonly SignedTags: readonly { readonly SignedTag: string; readonly Digest: string; readonly Signers: readonly string[] }[];
  readonly Signers: readonly DockerTrustSigner[];
  readonly AdministrativeKeys: readonly DockerTrustSigner[];
}

interface DockerTrustSigner {
  readonly Name: string;
  readonly Keys?: readonly { readonly ID: string }[];
}

export interface InspectOptions {
  /** As the user wrote it. */
  readonly name: string;
  /** Only this tag. */
  readonly tag?: string;
}

export interface Inspection {
  readonly docker: DockerTrustInspection;
  readonly repository: TrustedRepository;
  /** Why nothing of it can be pulled; no tags are listed then. */
  readonly refusal?: VerificationError;
}

/** What is signed, who may sign, and which keys administrate. Of a repository that cannot be pulled from, such as an expired one, the keys only. */
export async function inspectRepository(context: NotaryContext, options: InspectOptions): Promise<Inspection> {
  try {
    const repository = await readRepository(context);
    return { docker: toDockerInspection(repository, options), repository };
  } catch (refusal) {
    if (!(refusal instanceof VerificationError)) throw refusal;
    const repository = await readRepository(context, { isForChange: true });
    return { docker: { ...toDockerInspection(repository, options), SignedTags: [] }, repository, refusal };
  }
}

function toDockerInspection(repository: TrustedRepository, { name, tag }: InspectOptions): DockerTrustInspection {
  const { keys, roles } = repository.root.content;
  const bareId = (id: string): string => keys.get(id)?.canonicalId ?? id;
  return {
    Name: name,
    SignedTags: signedTags(repository, tag),
    Signers: signersOf(repository),
    AdministrativeKeys: [signer('Root', [...roles.root.keyIds].sort()), signer('Repository', roles.targets.keyIds.map(bareId).sort())],
  };
}

/** A tag is listed once for each digest that a released role signs, with the roles beside them that sign the same. */
function signedTags(repository: TrustedRepository, only: string | undefined): DockerTrustInspection['SignedTags'] {
  const rows = new Map<string, { SignedTag: string; Digest: string; Signers: string[] }>();
  for (const [, row] of claimsOf(repository, only, isReleased)) rows.set(`${row.SignedTag} ${row.Digest}`, { ...row, Signers: [] });
  for (const [role, row] of claimsOf(repository, only, (each) => !isReleased(each)))
    rows.get(`${row.SignedTag} ${row.Digest}`)?.Signers.push(role.slice('targets/'.length));
  const named = [...rows.values()].map((row) => (row.Signers.length === 0 ? { ...row, Signers: ['Repo Admin'] } : row));
  return named.sort((one, other) => naturalOrder.compare(one.SignedTag, other.SignedTag));
}

function claimsOf(
  { targets }: TrustedRepository,
  only: string | undefined,
  isWanted: (role: TargetsRole) => boolean,
): readonly (readonly [TargetsRole, { readonly SignedTag: string; readonly Digest: string }])[] {
  return [...targets.values()]
    .filter(({ role }) => isWanted(role))
    .flatMap((trusted) => {
      const names = only === undefined ? [...trusted.file.content.targets.keys()] : [only];
      return names.flatMap((SignedTag) => {
        const sha256 = findTarget(trusted, SignedTag)?.hashes.get('sha256');
        return sha256 === undefined ? [] : [[trusted.role, { SignedTag, Digest: sha256.toString('hex') }] as const];
      });
    });
}

function signersOf({ targets }: TrustedRepository): readonly DockerTrustSigner[] {
  const found = [...targets.values()].flatMap(({ file }) => {
    const { roles, keys } = file.content.delegations;
    const bareId = (id: string): string => keys.get(id)?.canonicalId ?? id;
    return roles.map(({ name, keyIds }) => [name, keyIds.map(bareId)] as const);
  });
  const others = found.filter((entry): entry is readonly [DelegationName, string[]] => entry[0] !== releasesRole);
  const list = others.map(([name, ids]) => signer(name.slice('targets/'.length), ids));
  // Docker lists them backwards.
  return list.sort((one, other) => (one.Name < other.Name ? 1 : -1));
}

function signer(Name: string, ids: readonly string[]): DockerTrustSigner {
  return ids.length === 0 ? { Name } : { Name, Keys: ids.map((ID) => ({ ID })) };
}

function isReleased(role: TargetsRole): boolean {
  return role === 'targets' || role === releasesRole;
}

/** Digits as numbers, everything else by its code: fvbommel/sortorder, which Docker sorts with. */
const naturalOrder = new Intl.Collator('en', { numeric: true, caseFirst: 'upper' });

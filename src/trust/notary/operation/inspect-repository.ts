import { compareNatural } from '../../../lib/text/compare-natural.ts';
import { type TrustedRepository } from '../../tuf/trusted-repository.ts';
import { type DelegationName, releasesRole, type TargetsRole } from '../../tuf/role-name.ts';
import { findTarget } from '../../tuf/signed-tags.ts';
import { type NotaryContext } from '../notary-context.ts';
import { readRepository } from '../update/read-repository.ts';

/** An element of the JSON of `docker trust inspect`, with the same members (docker/cli, trust/inspect.go). */
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
}

/** Signed tags, signers and administrative keys. Throws VerificationError for a repository that cannot be pulled from, such as an expired one. */
export async function inspectRepository(context: NotaryContext, options: InspectOptions): Promise<Inspection> {
  const repository = await readRepository(context);
  return { docker: toDockerInspection(repository, options), repository };
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

/** The signer that Docker shows for a tag that no delegation signs. */
export const repositoryAdmin = 'Repo Admin';

/** One row for each tag and digest that a released role signs, with the delegations that sign the same. */
function signedTags(repository: TrustedRepository, only: string | undefined): DockerTrustInspection['SignedTags'] {
  const rows = new Map<string, { SignedTag: string; Digest: string; Signers: string[] }>();
  for (const [, row] of claimsOf(repository, only, isReleased)) rows.set(`${row.SignedTag} ${row.Digest}`, { ...row, Signers: [] });
  for (const [role, row] of claimsOf(repository, only, (each) => !isReleased(each)))
    rows.get(`${row.SignedTag} ${row.Digest}`)?.Signers.push(role.slice('targets/'.length));
  const named = [...rows.values()].map((row) => (row.Signers.length === 0 ? { ...row, Signers: [repositoryAdmin] } : row));
  return named.sort((one, other) => compareNatural(one.SignedTag, other.SignedTag));
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
  // Docker's order is descending.
  return list.sort((one, other) => (one.Name < other.Name ? 1 : -1));
}

function signer(Name: string, ids: readonly string[]): DockerTrustSigner {
  return ids.length === 0 ? { Name } : { Name, Keys: ids.map((ID) => ({ ID })) };
}

function isReleased(role: TargetsRole): boolean {
  return role === 'targets' || role === releasesRole;
}

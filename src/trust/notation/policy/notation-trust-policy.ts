import { PratiqueError } from '../../../model/pratique-error.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type TrustedIdentity } from './trusted-identity.ts';
import { type CheckActions, type LevelName } from './verification-level.ts';

/** Notary Project, trust-store-trust-policy.md, trust policy schema, version 1.0 for OCI artifacts. Only `decodeNotationTrustPolicy` makes one. */
export interface NotationTrustPolicy {
  readonly statements: readonly NotationPolicyStatement[];
  /** Where it was read, for messages. */
  readonly source: string;
}

export interface NotationPolicyStatement {
  readonly name: string;
  /** `registry/repository`, or a single `*`. */
  readonly registryScopes: readonly string[];
  readonly level: LevelName;
  /** The level's, with the overrides of the statement. */
  readonly actions: CheckActions;
  readonly verifyTimestamp: 'always' | 'afterCertExpiry';
  readonly trustStores: readonly TrustStoreName[];
  readonly trustedIdentities: 'any' | readonly TrustedIdentity[];
}

export interface TrustStoreName {
  readonly type: TrustStoreType;
  readonly name: string;
}

export const trustStoreTypes = ['ca', 'signingAuthority', 'tsa'] as const;

export type TrustStoreType = (typeof trustStoreTypes)[number];

/**
 * The one statement for a repository, given by all its names as `registry/repository`, its own first: an exact scope, else the global one. A repository
 * that no statement covers is refused: selecting a trust policy based on artifact URI. Throws NOTATION_POLICY_MISSING, and CONFIG_INVALID where two
 * statements name the repository by two of its names.
 */
export function selectStatement(policy: NotationTrustPolicy, names: readonly [string, ...string[]]): NotationPolicyStatement {
  const [repository] = names;
  const [own, rival] = policy.statements.filter(({ registryScopes }) => names.some((name) => registryScopes.includes(name)));
  if (own !== undefined && rival !== undefined)
    throw new PratiqueError(
      'CONFIG_INVALID',
      `the statements ${own.name} and ${rival.name} of ${policy.source} are both for ${repository}`,
      {
        hint: 'keep one of the two; docker.io, index.docker.io and registry-1.docker.io are one registry, and so are a host with and without :443',
      },
    );
  const found = own ?? findGlobalStatement(policy);
  if (found !== undefined) return found;
  throw new VerificationError(
    'NOTATION_POLICY_MISSING',
    repository,
    `no statement of ${policy.source} has ${repository} in its registry scopes`,
  );
}

/** The statement that is for every repository, and so for a layout on disk, which has none. */
export function findGlobalStatement({ statements }: NotationTrustPolicy): NotationPolicyStatement | undefined {
  return statements.find(({ registryScopes }) => registryScopes.includes('*'));
}

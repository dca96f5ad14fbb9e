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
 * The one statement for a repository, written `registry/repository`: an exact scope, else the global one. Throws NOTATION_POLICY_MISSING, so that
 * what no statement speaks of is refused; selecting a trust policy based on artifact URI.
 */
export function selectStatement(policy: NotationTrustPolicy, repository: string): NotationPolicyStatement {
  const found = policy.statements.find(({ registryScopes }) => registryScopes.includes(repository)) ?? findGlobalStatement(policy);
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

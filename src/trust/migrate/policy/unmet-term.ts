import { type NotaryTerms, type NotationTerms, type SigstoreTerms, type TrustStatement } from '../../verdict/policy/trust-policy.ts';
import { type PolicyStatement } from './policy-terms.ts';

/** What the new signatures do not have, as "it …", and what to remove. */
export interface UnmetTerm {
  readonly reason: string;
  readonly remedy: string;
}

type Check<T> = (terms: T, ordered: PolicyStatement) => UnmetTerm | undefined;

/** One check for each term. A term that is added to the policy does not compile until it is placed here. */
type Checks<T> = { readonly [Term in keyof T]-?: Check<T> };

/** The term is compared as the statement is extended, or every signature meets it. */
const met = (): undefined => undefined;

const sigstoreChecks: Checks<SigstoreTerms> = {
  identities: met,
  trustedRoot: met,
  transparencyLog: ({ transparencyLog }, { witnesses }) =>
    transparencyLog === 'required' && witnesses?.hasLog !== true
      ? {
          reason: 'has transparencyLog: required, and the new signatures would have no log entry',
          remedy: 'sign with --transparency-log URL, remove transparencyLog',
        }
      : undefined,
  copiedFrom: met,
  annotations: ({ annotations }) => lacking('annotations', annotations.size > 0),
};

const notaryChecks: Checks<NotaryTerms> = {
  server: met,
  rootKeyIds: met,
  authority: met,
  firstUse: met,
  // The new metadata are signed in the role whose keys this machine has, which is targets for a new repository.
  roles: ({ roles }) => lacking('roles', roles !== undefined && !(roles.includes('targets') && roles.includes('targets/releases'))),
  signers: ({ signers }) => lacking('signers', signers !== undefined),
};

const notationChecks: Checks<NotationTerms> = {
  metadata: ({ metadata }) => lacking('metadata', metadata.size > 0),
  directory: met,
  policy: met,
};

const statementChecks: Checks<TrustStatement> = {
  sigstore: ({ sigstore }, ordered) => (sigstore === undefined || ordered.terms.sigstore === undefined ? undefined : first(sigstoreChecks, sigstore, ordered)),
  notary: ({ notary }, ordered) => (notary === undefined || ordered.terms.notary === undefined ? undefined : first(notaryChecks, notary, ordered)),
  notation: ({ notation }, ordered) => (notation === undefined || ordered.terms.notation === undefined ? undefined : first(notationChecks, notation, ordered)),
  images: met,
  action: met,
  require: met,
  threshold: ({ threshold }) => unsatisfied('threshold', threshold > 1),
  maxAgeMs: ({ maxAgeMs }, { terms, witnesses }) => {
    const hasTime = terms.sigstore !== undefined && terms.notary === undefined && terms.notation === undefined && witnesses?.hasTime === true;
    return unsatisfied('maxAge', maxAgeMs !== undefined && !hasTime);
  },
  attestations: ({ attestations }) => lacking('attestations', attestations.length > 0),
}; // prettier-ignore

/** The first term of a statement that the new signatures would not meet, so that every image would be refused after the migration. */
export function findUnmetTerm(own: TrustStatement, ordered: PolicyStatement): UnmetTerm | undefined {
  return first(statementChecks, own, ordered);
}

function first<T extends object>(checks: Checks<T>, terms: T, ordered: PolicyStatement): UnmetTerm | undefined {
  return Object.values<Check<T>>(checks).flatMap((check) => check(terms, ordered) ?? [])[0];
}

function lacking(term: string, isUnmet: boolean): UnmetTerm | undefined {
  return isUnmet ? { reason: `requires ${term}, which the new signatures would not have`, remedy: `remove ${term}` } : undefined;
}

function unsatisfied(term: string, isUnmet: boolean): UnmetTerm | undefined {
  return isUnmet ? { reason: `sets ${term}, which the new signatures would not satisfy`, remedy: `remove ${term}` } : undefined;
}

import { PratiqueError } from '../../../model/pratique-error.ts';
import { type Runtime } from '../../../model/runtime.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type Repository } from '../../../oci/registry/repository.ts';
import { type MigrationStep } from '../apply/apply-migration.ts';
import { type Resigner } from '../apply/resigner.ts';
import { type PolicyStatement, type PolicyTerms } from './policy-terms.ts';

export interface PolicyPlan {
  readonly statements: readonly PolicyStatement[];
  /** Repositories without a statement: one that does not require everything that was asked for would be weaker than what the user ordered. */
  readonly gaps: readonly PolicyGap[];
}

export interface PolicyGap {
  readonly repository: string;
  readonly reason: string;
}

export interface PolicyRequest {
  readonly steps: readonly MigrationStep[];
  readonly resigners: readonly Resigner[];
  readonly repositoryOf: (image: MigrationStep['image']) => Repository;
  /** Whether the steps only say what would be signed. */
  readonly isDryRun: boolean;
}

/**
 * The statements that require, of each repository with signed images, every scheme of this run. A statement also refuses the images that could not be
 * signed, which the report lists. Throws when the caller gives up, and bugs.
 */
export async function planPolicy(request: PolicyRequest, runtime: Runtime): Promise<PolicyPlan> {
  const statements: PolicyStatement[] = [];
  const gaps: PolicyGap[] = [];
  const { witnesses } = request.resigners.find(({ scheme }) => scheme === 'sigstore') ?? {};
  for (const match of new Set(request.steps.map(({ image }) => image.repository))) {
    const steps = request.steps.filter(({ image }) => image.repository === match);
    const outcome = await planStatement(match, steps, request, runtime);
    if (typeof outcome === 'string') gaps.push({ repository: match, reason: outcome });
    else statements.push({ match, terms: outcome, ...(witnesses === undefined ? {} : { witnesses }) });
  }
  return { statements, gaps };
}

/** The terms, or why there are none. */
async function planStatement(
  match: string,
  steps: readonly MigrationStep[],
  { resigners, repositoryOf, isDryRun }: PolicyRequest,
  runtime: Runtime,
): Promise<PolicyTerms | string> {
  const isSigned = ({ kind }: MigrationStep['outcome']): boolean =>
    kind === 'signed' || kind === 'signed before' || (isDryRun && kind === 'to sign');
  const [first] = steps;
  if (first === undefined || !steps.some(({ outcome }) => isSigned(outcome))) return 'none of its images was signed';
  let terms: PolicyTerms = {};
  for (const resigner of resigners) {
    const { scheme } = resigner;
    if (!steps.some((step) => step.scheme === scheme && isSigned(step.outcome))) return `none of its images was signed with ${scheme}`;
    try {
      const own = await resigner.policyTerms({ name: match, repository: repositoryOf(first.image) }, runtime);
      if (!isDryRun && own.notary?.rootKeys.length === 0) return 'its trust metadata in the registry were removed after signing';
      terms = { ...terms, ...own };
    } catch (error) {
      const isExpected = error instanceof PratiqueError || error instanceof VerificationError;
      if (!isExpected || runtime.signal.aborted) throw error;
      return `${error.message} (${error.code})`;
    }
  }
  return terms;
}

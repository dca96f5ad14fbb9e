import { type ImageReference } from '../../model/reference.ts';
import { type TrustReason } from '../../model/trust/trust-reasons.ts';
import { type TrustAction, type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { findJudgedStatement, type JudgedStatement } from './policy/find-judged-statement.ts';
import { findPublisher } from './policy/find-statement.ts';
import { recordedSources } from './policy/recorded-sources.ts';
import { repositoryName } from './policy/repository-names.ts';
import { schemesOf, type TrustPolicy } from './policy/trust-policy.ts';
import { type NarrowedStatement, type Narrowing, narrowStatement } from './narrow-statement.ts';
import { sourceNames } from './signed-names.ts';
import { type VerifyOptions } from './verification-options.ts';

/** The statement to verify against, or the verdict where the policy alone decides. Nothing has been fetched yet. */
export type ChosenStatement =
  | ({
      readonly kind: 'statement';
      readonly found: JudgedStatement;
      /** Repositories that the image was copied from, whatever schemes are checked. */
      readonly sources: readonly ImageReference[];
    } & Pick<NarrowedStatement, 'binding'>)
  | { readonly kind: 'verdict'; readonly verdict: TrustVerdict };

/** `reference` is absent for a layout on disk without `--scope`, which only a statement for every image matches. Throws CONFIG_INVALID and USAGE. */
export function chooseStatement(
  image: string,
  reference: ImageReference | undefined,
  {
    policy,
    policyName = 'the policy',
    copiedFrom,
    ...options
  }: Pick<VerifyOptions, 'policy' | 'policyName' | 'copiedFrom' | keyof Narrowing>,
): ChosenStatement {
  const found = reference === undefined ? findForEverything(policy) : findJudgedStatement(policy, reference, copiedFrom);
  // A copy is judged as its source in everything: by the statement, by the publishers, and in what is refused.
  const judged = found?.judgedAs ?? reference;
  const name = judged === undefined ? image : repositoryName(judged);
  const refuse = (code: TrustReason, message: string, pattern = 'none', action: TrustAction = 'enforce'): ChosenStatement => ({
    kind: 'verdict',
    verdict: {
      ...refusedVerdict(image, new VerificationError(code, name, message), pattern, action),
      ...(found?.judgedAs === undefined ? {} : { judgedAs: name }),
    },
  });
  if (found?.statement.action === 'forbid') return refuse('POLICY_FORBIDS', `the policy forbids ${found.pattern}`, found.pattern, 'forbid');
  const { publishers } = policy;
  if (publishers !== undefined && (judged === undefined || findPublisher(publishers, judged) === undefined))
    return refuse(
      'PUBLISHER_NOT_TRUSTED',
      `it does not belong to a trusted publisher (${publishers.map((each) => each.name).join(', ')})`,
      'publishers',
    );
  if (found === undefined)
    return refuse(
      'POLICY_MISSING',
      reference === undefined
        ? noStatementForLayouts(policyName)
        : noStatement(policyName, recordedSources(reference, policy.copies, copiedFrom).flat()),
    );
  if (found.statement.action === 'ignore' && found.judgedAs !== undefined) return refuse('POLICY_MISSING', ignoredSource(found.pattern));
  if (found.statement.action === 'ignore') return refuse('POLICY_IGNORES', `the policy ignores ${found.pattern}`, found.pattern, 'ignore');
  const narrowed = narrowStatement(found.statement, found.pattern, options);
  if (typeof narrowed === 'string') return refuse('ANNOTATION_MISMATCH', narrowed, found.pattern, found.statement.action);
  const { statement, ...binding } = narrowed;
  const asked = schemesOf(found.statement);
  // Attestations are required in addition to the signatures that the policy names, never in their place.
  if (asked.length === 0 ? statement.attestations.length > 0 : schemesOf(statement).length > 0)
    return {
      kind: 'statement',
      found: { ...found, statement },
      sources:
        judged === undefined ? [] : sourceNames(judged, found.statement, { policy, ...(copiedFrom === undefined ? {} : { copiedFrom }) }),
      ...binding,
    };
  return refuse(
    'SIGNATURE_MISSING',
    `the policy requires ${asked.join(', ')}, and --scheme allows only ${[...(options.schemes ?? [])].join(', ')}`,
    found.pattern,
    statement.action,
  );
}

function noStatement(policyName: string, sources: readonly ImageReference[]): string {
  const [first, ...others] = sources.map(repositoryName);
  const nor = first === undefined ? '' : `, nor its source ${[first, ...others].slice(0, 3).join(' or ')}`;
  return `no statement of ${policyName} matches it${nor}`;
}

/** To leave out verification is to trust the place that an image comes from, and the copy is in another place. */
function ignoredSource(pattern: string): string {
  return `the policy ignores ${pattern}, which does not hold for a copy in another place; write a statement that matches the copy itself`;
}

function noStatementForLayouts(policyName: string): string {
  return `a layout on disk has no repository, and no statement of ${policyName} is for "**"; name the repository with --scope`;
}

function refusedVerdict(image: string, { code, object, message }: VerificationError, policy: string, action: TrustAction): TrustVerdict {
  return {
    image,
    isTrusted: false,
    policy,
    action,
    trusted: [],
    attestations: [],
    refused: [{ code, object, message }],
    failures: [],
    notices: [],
  };
}

/** The verdict where no signer is trusted, whatever the image has; `search` says where a policy was looked for. */
export function identityRequired(image: string, notices: readonly string[] = [], search = 'there is no policy'): TrustVerdict {
  const error = new VerificationError('IDENTITY_REQUIRED', image, `no option names a trusted signer, and ${search}`);
  return { ...refusedVerdict(image, error, 'none', 'enforce'), notices };
}

function findForEverything({ statements }: TrustPolicy): JudgedStatement | undefined {
  for (const statement of statements)
    for (const { kind, text } of statement.images) if (kind === 'every image') return { statement, pattern: text };
  return undefined;
}

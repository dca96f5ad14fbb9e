import { type ImageReference } from '../../model/reference.ts';
import { type TrustReason } from '../../model/trust/trust-reasons.ts';
import { type TrustAction, type TrustVerdict } from '../../model/trust/trust-verdict.ts';
import { VerificationError } from '../../model/trust/verification-error.ts';
import { findPublisher, findStatement, type FoundStatement } from './policy/find-statement.ts';
import { repositoryName } from './policy/repository-names.ts';
import { schemesOf, type TrustPolicy, type TrustStatement } from './policy/trust-policy.ts';
import { type VerifyOptions } from './verification-options.ts';

/** The statement to verify against, or the verdict where the policy alone decides. Nothing has been fetched yet. */
export type ChosenStatement =
  { readonly kind: 'statement'; readonly found: FoundStatement } | { readonly kind: 'verdict'; readonly verdict: TrustVerdict };

/** `reference` is absent for a layout on disk without `--scope`, which only a statement for every image matches. Throws CONFIG_INVALID. */
export function chooseStatement(
  image: string,
  reference: ImageReference | undefined,
  { policy, schemes, annotations, threshold = 1 }: Pick<VerifyOptions, 'policy' | 'schemes' | 'annotations' | 'threshold'>,
): ChosenStatement {
  const name = reference === undefined ? image : repositoryName(reference);
  const refuse = (code: TrustReason, message: string, pattern = 'none', action: TrustAction = 'enforce'): ChosenStatement => ({
    kind: 'verdict',
    verdict: refusedVerdict(image, new VerificationError(code, name, message), pattern, action),
  });
  const found = reference === undefined ? findForEverything(policy) : findStatement(policy, reference);
  if (found?.statement.action === 'forbid') return refuse('POLICY_FORBIDS', `the policy forbids ${found.pattern}`, found.pattern, 'forbid');
  const { publishers } = policy;
  if (publishers !== undefined && (reference === undefined || findPublisher(publishers, reference) === undefined))
    return refuse(
      'PUBLISHER_NOT_TRUSTED',
      `it does not belong to a trusted publisher (${publishers.map((each) => each.name).join(', ')})`,
      'publishers',
    );
  if (found === undefined)
    return refuse('POLICY_MISSING', reference === undefined ? noStatementForLayouts : 'no statement of the policy matches it');
  if (found.statement.action === 'ignore') return refuse('POLICY_IGNORES', `the policy ignores ${found.pattern}`, found.pattern, 'ignore');
  const annotated = requireAnnotations(found.statement, annotations ?? new Map());
  if (typeof annotated === 'string') return refuse('ANNOTATION_MISMATCH', annotated, found.pattern, found.statement.action);
  const chosen = schemes === undefined ? annotated : onlySchemes(annotated, schemes);
  const statement = { ...chosen, threshold: Math.max(chosen.threshold, threshold) };
  const asked = schemesOf(found.statement);
  if (asked.length === 0 && threshold > 1)
    return refuse('THRESHOLD_NOT_REACHED', 'the policy requires attestations only, whose signers are not counted', found.pattern);
  // Attestations are required in addition to the signatures that the policy names, never in their place.
  if (asked.length === 0 ? statement.attestations.length > 0 : schemesOf(statement).length > 0)
    return { kind: 'statement', found: { ...found, statement } };
  return refuse(
    'SIGNATURE_MISSING',
    `the policy requires ${asked.join(', ')}, and --scheme allows only ${[...(schemes ?? [])].join(', ')}`,
    found.pattern,
    statement.action,
  );
}

const noStatementForLayouts =
  'a layout on disk has no repository, and no statement of the policy is for "**"; name the repository with --scope';

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

/** The verdict where no signer is trusted, whatever the image has. */
export function identityRequired(image: string, notices: readonly string[] = []): TrustVerdict {
  const error = new VerificationError('IDENTITY_REQUIRED', image, 'neither a policy nor an option names a trusted signer');
  return { ...refusedVerdict(image, error, 'none', 'enforce'), notices };
}

function findForEverything({ statements }: TrustPolicy): FoundStatement | undefined {
  for (const statement of statements)
    for (const { kind, text } of statement.images) if (kind === 'every image') return { statement, pattern: text };
  return undefined;
}

/**
 * Adds annotations to those that the policy requires. A scheme that signs no annotations is not enough by itself then. Returns the reason for a refusal
 * where no signature could have them all.
 */
function requireAnnotations(statement: TrustStatement, wanted: ReadonlyMap<string, string>): TrustStatement | string {
  if (wanted.size === 0) return statement;
  const { sigstore, notation, notary, ...rest } = statement;
  if (sigstore === undefined && notation === undefined) return 'the policy requires no signatures that can have annotations';
  for (const [name, text] of wanted)
    for (const own of [sigstore?.annotations.get(name), notation?.metadata.get(name)])
      if (own !== undefined && own !== text) return `the policy requires the annotation ${name}=${own}, not ${name}=${text}`;
  const merge = (own: ReadonlyMap<string, string>): ReadonlyMap<string, string> => new Map([...own, ...wanted]);
  return {
    ...rest,
    ...(sigstore === undefined ? {} : { sigstore: { ...sigstore, annotations: merge(sigstore.annotations) } }),
    ...(notation === undefined ? {} : { notation: { ...notation, metadata: merge(notation.metadata) } }),
    ...(notary === undefined || statement.require === 'any' ? {} : { notary }),
  };
}

/** Leaving a scheme out never weakens a statement: where all schemes must sign, the others alone are not enough. */
function onlySchemes(statement: TrustStatement, schemes: NonNullable<VerifyOptions['schemes']>): TrustStatement {
  if (statement.require === 'all') return statement;
  const { sigstore, notary, notation, ...rest } = statement;
  return {
    ...rest,
    ...(sigstore !== undefined && schemes.has('sigstore') ? { sigstore } : {}),
    ...(notary !== undefined && schemes.has('notary') ? { notary } : {}),
    ...(notation !== undefined && schemes.has('notation') ? { notation } : {}),
  };
}

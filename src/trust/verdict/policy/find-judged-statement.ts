import { PratiqueError } from '../../../model/pratique-error.ts';
import { type ImageReference } from '../../../model/reference.ts';
import { findStatement, type FoundStatement } from './find-statement.ts';
import { recordedSources } from './recorded-sources.ts';
import { repositoryName } from './repository-names.ts';
import { type TrustPolicy } from './trust-policy.ts';

export interface JudgedStatement extends FoundStatement {
  /** The source that the image is judged as, with the image's own tag and digest; absent where a statement matches the image itself. */
  readonly judgedAs?: ImageReference;
}

/**
 * The statement for an image: one that matches its own name, otherwise that of the nearest repository that it is recorded as a copy of (ADR 0126). Throws
 * CONFIG_INVALID where two sources at the same distance have statements: choosing one could let the weaker statement win.
 */
export function findJudgedStatement(
  policy: TrustPolicy,
  reference: ImageReference,
  copiedFrom: readonly string[] = [],
): JudgedStatement | undefined {
  const own = findStatement(policy, reference);
  if (own !== undefined) return own;
  const { tag, digest } = reference;
  const asked = { ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
  for (const level of recordedSources(reference, policy.copies, copiedFrom)) {
    const found = level.flatMap((source) => {
      const statement = findStatement(policy, source);
      return statement === undefined ? [] : [{ ...statement, judgedAs: { ...source, ...asked } }];
    });
    const [only, rival] = found;
    if (rival !== undefined) throw ambiguous(reference, only!.judgedAs, rival.judgedAs);
    if (only !== undefined) return only;
  }
  return undefined;
}

function ambiguous(copy: ImageReference, one: ImageReference, other: ImageReference): PratiqueError {
  const [name, first, second] = [copy, one, other].map(repositoryName);
  return new PratiqueError(
    'CONFIG_INVALID',
    `${name} is recorded as a copy of ${first} and of ${second}, and the trust policy has statements for both`,
    { hint: `write a statement for ${name}, or leave one source in copies` },
  );
}

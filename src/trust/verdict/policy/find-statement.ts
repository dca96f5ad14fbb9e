import { PratiqueError } from '../../../model/pratique-error.ts';
import { type ImageReference } from '../../../model/reference.ts';
import { type ImagePattern, isInside, matchesImage } from './image-pattern.ts';
import { repositoryName } from './repository-names.ts';
import { type Publisher, type TrustPolicy, type TrustStatement } from './trust-policy.ts';

export interface FoundStatement {
  readonly statement: TrustStatement;
  /** The pattern that fitted best, as written. */
  readonly pattern: string;
}

/**
 * The statement with the most exact of the matching patterns, inside which no other is. Throws CONFIG_INVALID where two statements have such a pattern:
 * choosing one by its length or its kind could let the weaker statement win.
 */
export function findStatement(policy: TrustPolicy, reference: ImageReference): FoundStatement | undefined {
  const matching = policy.statements.flatMap((statement) =>
    statement.images.filter((pattern) => matchesImage(pattern, reference)).map((pattern) => ({ statement, pattern })),
  );
  const [best, ...others] = matching.filter(({ pattern }) => !matching.some((other) => isStrictlyInside(other.pattern, pattern)));
  const rival = others.find(({ statement }) => statement !== best?.statement);
  if (best === undefined || rival === undefined) return best && { statement: best.statement, pattern: best.pattern.text };
  throw new PratiqueError(
    'CONFIG_INVALID',
    `${repositoryName(reference)} matches ${best.pattern.text} and ${rival.pattern.text} of the trust policy, and neither pattern is inside the other`,
    { hint: `write a statement for ${repositoryName(reference)}, or patterns of which one is inside the other` },
  );
}

function isStrictlyInside(inner: ImagePattern, outer: ImagePattern): boolean {
  return isInside(inner, outer) && !isInside(outer, inner);
}

/** Whose image it is; `undefined` when it is of none of them. */
export function findPublisher(publishers: readonly Publisher[], reference: ImageReference): Publisher | undefined {
  return publishers.find(({ images }) => images.some((pattern) => matchesImage(pattern, reference)));
}

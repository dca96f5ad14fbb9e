import { PratiqueError } from '../../../model/pratique-error.ts';
import { type ImageReference } from '../../../model/reference.ts';
import { matchesImage, repositoryName } from './image-pattern.ts';
import { type Publisher, type TrustPolicy, type TrustStatement } from './trust-policy.ts';

export interface FoundStatement {
  readonly statement: TrustStatement;
  /** The pattern that fitted best, as written. */
  readonly pattern: string;
}

/** The statement whose pattern says most about the repository. Throws CONFIG_INVALID when two say as much. */
export function findStatement(policy: TrustPolicy, reference: ImageReference): FoundStatement | undefined {
  const fitting = policy.statements.flatMap((statement) =>
    statement.images.filter((pattern) => matchesImage(pattern, reference)).map(({ text, rank }) => ({ statement, pattern: text, rank })),
  );
  const highest = Math.max(...fitting.map(({ rank }) => rank));
  const [best, ...others] = fitting.filter(({ rank }) => rank === highest);
  const rival = others.find(({ statement }) => statement !== best?.statement);
  if (best !== undefined && rival !== undefined)
    throw new PratiqueError(
      'CONFIG_INVALID',
      `${repositoryName(reference)} matches ${best.pattern} and ${rival.pattern} of the trust policy equally`,
      { hint: 'make one of the two patterns more exact' },
    );
  return best;
}

/** Whose image it is; `undefined` when it is of none of them. */
export function findPublisher(publishers: readonly Publisher[], reference: ImageReference): Publisher | undefined {
  return publishers.find(({ images }) => images.some((pattern) => matchesImage(pattern, reference)));
}

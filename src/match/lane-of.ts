import { type FixState } from '../model/advisory.ts';
import { type Lane } from '../model/finding.ts';
import { type Evidence } from '../model/package.ts';

const laneOfFixState: Readonly<Record<FixState, Lane>> = {
  fixed: 'fix-now',
  'no-fix-yet': 'no-fix-yet',
  deferred: 'no-fix-yet',
  unknown: 'no-fix-yet',
  'wont-fix': 'wont-fix',
  'end-of-life': 'wont-fix',
};

/** Evidence that names code which is not there, or which nothing in the image corroborates: reported, never gated. */
const withoutCode: ReadonlySet<Evidence> = new Set(['claimed', 'orphan']);

export interface LaneQuestion {
  readonly evidence: Evidence;
  readonly isKernel: boolean;
  readonly isMalware: boolean;
  readonly fixState: FixState;
  /** The fix is only in a stream that the image has no claim to. */
  readonly isFixElsewhere: boolean;
}

/** What is not in the container asks nothing; what is the attack itself asks for action with or without a fix. */
export function laneOf(question: LaneQuestion): Lane {
  if (question.isKernel || withoutCode.has(question.evidence)) return 'not-applicable';
  if (question.isMalware) return 'fix-now';
  return question.isFixElsewhere ? 'wont-fix' : laneOfFixState[question.fixState];
}

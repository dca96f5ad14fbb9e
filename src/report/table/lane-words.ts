import { type Lane } from '../../model/finding.ts';

/** The lanes in words. */
export const laneWords: Readonly<Record<Lane, string>> = {
  'fix-now': 'fix now',
  'no-fix-yet': 'no fix yet',
  'wont-fix': 'won’t be fixed',
  'not-applicable': 'not applicable',
};

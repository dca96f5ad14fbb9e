import { type Issue } from '../../model/issue.ts';
import { type AdvisoryStore } from '../store/advisory-store.ts';

export interface OpenedAdvisories {
  readonly store: AdvisoryStore;
  /** What could not be downloaded. */
  readonly issues: readonly Issue[];
  /** To be called when something could not be read: finds out what is damaged, so that the next scan downloads it again. */
  readonly noteDamage?: () => void;
  /** Where they are older on purpose: the time by which their age is judged. */
  readonly asOf?: Date;
}

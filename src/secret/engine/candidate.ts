import { type Suppression } from '../../model/suppression.ts';
import { type SearchRule, type SecretRule, type StructureVerdict, type ValuePlace } from '../secret-rule.ts';

/** A place where a rule applies. */
export interface Candidate extends ValuePlace {
  readonly rule: SecretRule | SearchRule;
  readonly rank: number;
  readonly shown: number;
  readonly verdict: StructureVerdict;
  /** Why it may stay. */
  readonly allowed?: Suppression;
}

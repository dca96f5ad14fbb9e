import { type Candidate } from '../model/advisory.ts';
import { type EcosystemId } from '../model/ecosystem.ts';
import { type Issue } from '../model/issue.ts';
import { type Package } from '../model/package.ts';

/** Decides whether a package is affected. Pure: the store has been asked already. */
export interface Matcher {
  readonly id: string;
  readonly ecosystems: readonly EcosystemId[];
  match(found: Package, candidates: readonly Candidate[]): readonly Verdict[];
}

/** The third answer is never silence: an undecided candidate becomes an issue in the report. */
export type Verdict =
  | { readonly answer: 'affected'; readonly candidate: Candidate; readonly range?: Candidate['affected']['ranges'][number] }
  | { readonly answer: 'not-affected'; readonly candidate: Candidate }
  | { readonly answer: 'undecided'; readonly candidate: Candidate; readonly issue: Issue };

import { type Completeness, type Issue } from '../model/issue.ts';

/** Any issue makes a report partial: it was looked at with less certainty, or not at all. */
export function completenessOf(issues: readonly Issue[], hasContent: boolean): Completeness {
  if (!hasContent) return 'none';
  return issues.length === 0 ? 'complete' : 'partial';
}

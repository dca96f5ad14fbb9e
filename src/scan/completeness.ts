import { type Completeness, type Issue } from '../model/issue.ts';

/** Any issue makes a report partial: something was not scanned, or confidence is lower. */
export function completenessOf(issues: readonly Issue[], hasContent: boolean): Completeness {
  if (!hasContent) return 'none';
  return issues.length === 0 ? 'complete' : 'partial';
}

import { type Issue } from '../../model/issue.ts';
import { type Inventory } from '../inventory.ts';

/** Whether everything in the image was scanned: warnings lower the certainty, not the coverage. */
export function isComplete({ issues }: Pick<Inventory, 'issues'>): boolean {
  return !issues.some(({ severity }) => severity === 'error');
}

/** The same for people, with every issue. */
export function describeCoverage({ issues }: Pick<Inventory, 'issues'>): string {
  if (issues.length === 0) return 'All content was scanned.';
  const head = isComplete({ issues })
    ? 'All content was scanned, with warnings:'
    : 'This document is incomplete. Parts could not be scanned:';
  return [head, ...describeIssues(issues)].join('\n');
}

/** Each issue once, as one line. */
export function describeIssues(issues: readonly Issue[]): readonly string[] {
  const lines = issues.map(
    ({ code, message, path }) => `${code}: ${message}${path === undefined || message.includes(path) ? '' : ` (${path})`}`,
  );
  return [...new Set(lines)];
}

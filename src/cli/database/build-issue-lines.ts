import { type Issue } from '../../model/issue.ts';
import { issueCodes } from '../../model/issue-codes.ts';

/** Lines for standard error: every error, and one line for each kind of warning of a source with their count; all of them with `isVerbose`. */
export function buildIssueLines(issues: readonly Issue[], { isVerbose }: { readonly isVerbose: boolean }): readonly string[] {
  const groups = new Map<string, Issue[]>();
  for (const [index, issue] of issues.entries()) {
    const key = issue.severity === 'error' || isVerbose ? String(index) : `${issue.origin} ${issue.code}`;
    groups.set(key, [...(groups.get(key) ?? []), issue]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [describe(first, others.length + 1)]));
}

function describe({ code, message, origin, severity }: Issue, count: number): string {
  if (severity === 'error') return `pratique: ${message}`;
  if (count === 1) return `pratique: warning: ${message}`;
  return `pratique: warning: ${origin}: ${count} × ${code} (${issueCodes[code].title}), for example: ${message}. List all with --verbose.`;
}

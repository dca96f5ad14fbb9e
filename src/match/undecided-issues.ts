import { type Issue } from '../model/issue.ts';
import { makeIssue } from '../model/issue.ts';
import { limits } from '../model/limits.ts';

/** An unreadable version is one issue for its package, not one for every advisory about it. */
export function undecidedIssues(issues: readonly Issue[]): readonly Issue[] {
  const [first] = issues.filter((issue) => issue.code === 'VERSION_UNREADABLE');
  const ranges = issues.filter((issue) => issue.code !== 'VERSION_UNREADABLE');
  if (first === undefined) return ranges;
  const more = issues.length - ranges.length - 1;
  return [more === 0 ? first : { ...first, message: `${first.message}, and ${more} more` }, ...ranges];
}

/** The first ones are reported one by one, the rest is counted. */
export function boundIssues(issues: readonly Issue[]): readonly Issue[] {
  const told = issues.slice(0, limits.issuesPerOrigin);
  const rest = issues.slice(limits.issuesPerOrigin);
  const codes = [...new Set(rest.map((issue) => issue.code))];
  const counted = codes.map((code) =>
    makeIssue(code, 'match', `${rest.filter((issue) => issue.code === code).length} more could not be compared (not listed)`),
  );
  return [...told, ...counted];
}

import { makeIssue, type Issue } from '../model/issue.ts';
import { type AdvisoryDataUsed } from '../model/report.ts';

/** A source whose newest data are older than this is told to be stale. */
const staleAfterDays = 7;

/** What the age or the kind of the advisories takes from a report's certainty. The age is that of the data, not of their download. */
export function advisoryIssues(used: AdvisoryDataUsed, now: Date): readonly Issue[] {
  if (used.kind === 'starter')
    return [
      makeIssue(
        'ADVISORIES_STARTER',
        'advisories',
        'only the few advisories inside the program were asked; a finding that is not there may exist',
      ),
    ];
  return used.sources.flatMap(({ id, asOf }) => {
    const days = asOf === undefined ? Number.NaN : Math.floor((now.getTime() - Date.parse(asOf)) / 86_400_000);
    if (Number.isNaN(days)) return [makeIssue('ADVISORIES_STALE', 'advisories', `${id}: it is not known how old its data are`)];
    return days <= staleAfterDays
      ? []
      : [makeIssue('ADVISORIES_STALE', 'advisories', `${id}: its newest data are ${days} days old (${asOf!.slice(0, 10)})`)];
  });
}

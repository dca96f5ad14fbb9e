import { makeIssue, type Issue } from '../model/issue.ts';
import { type AdvisoryDataUsed } from '../model/report.ts';

/** A source whose newest data are older than this is told to be stale. */
const staleAfterDays = 7;
/** How far apart the clocks of a publisher and of this machine may be. */
const clockToleranceDays = 1;

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
    const doubt = doubtAbout(asOf, now);
    return doubt === undefined ? [] : [makeIssue('ADVISORIES_STALE', 'advisories', `${id}: ${doubt}`)];
  });
}

function doubtAbout(asOf: string | undefined, now: Date): string | undefined {
  const days = asOf === undefined ? Number.NaN : Math.floor((now.getTime() - Date.parse(asOf)) / 86_400_000);
  if (Number.isNaN(days)) return 'it is not known how old its data are';
  const date = asOf!.slice(0, 10);
  if (days > staleAfterDays) return `its newest data are ${days} days old (${date})`;
  // A clock that was set back would make any data fresh for ever.
  if (days >= -clockToleranceDays) return undefined;
  const today = now.toISOString().slice(0, 10);
  return `its newest data are of ${date}, which is after today (${today}); the clock looks wrong, and how old they are is not known`;
}

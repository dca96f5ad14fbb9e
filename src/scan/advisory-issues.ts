import { makeIssue, type Issue } from '../model/issue.ts';
import { type AdvisoryDataUsed, type AdvisorySourceUsed } from '../model/report.ts';

/** Data that were last known to be current longer ago than this are old. */
const staleAfterDays = 7;
/** Where only the dates of records are known, a publisher may have had nothing to publish for so long. */
const quietDays = 30;
/** A feed that is fetched every day and has had no new record for so long has stopped. */
const stoppedAfterDays = 180;
/** How far apart the clocks of a publisher and of this machine may be. */
const clockToleranceDays = 1;

/** What the age or the kind of the advisories takes from a report's certainty. */
export function advisoryIssues(used: AdvisoryDataUsed, now: Date): readonly Issue[] {
  if (used.kind === 'starter')
    return [makeIssue('ADVISORIES_STARTER', 'advisories', 'only the small built-in advisory list was used. Run: pratique db update')];
  return used.sources.flatMap((source) => {
    const doubt = doubtAbout(source, now);
    return doubt === undefined ? [] : [makeIssue('ADVISORIES_STALE', 'advisories', doubt)];
  });
}

/** The date of the data decides, not that of their download, unless their publisher itself served them then. */
function doubtAbout({ id, asOf, newest }: AdvisorySourceUsed, now: Date): string | undefined {
  const age = ageOf(asOf, now);
  const newestAge = ageOf(newest, now);
  const latest = age ?? newestAge;
  if (latest === undefined) return `Age of ${id} is unknown`;
  if (latest.days < -clockToleranceDays) {
    const today = now.toISOString().slice(0, 10);
    return `Age of ${id} is unknown: its data is dated ${latest.day}, but the clock of this machine says ${today}`;
  }
  if (age !== undefined && age.days > staleAfterDays) return `${id} is ${formatDays(age.days)} old (${age.day})`;
  if (newestAge !== undefined && newestAge.days > (age === undefined ? quietDays : stoppedAfterDays))
    return `the newest content of ${id} is ${formatDays(newestAge.days)} old (${newestAge.day})`;
  return undefined;
}

interface Age {
  readonly days: number;
  readonly day: string;
}

function ageOf(date: string | undefined, now: Date): Age | undefined {
  const time = Date.parse(date ?? '');
  if (Number.isNaN(time)) return undefined;
  return { days: Math.floor((now.getTime() - time) / 86_400_000), day: new Date(time).toISOString().slice(0, 10) };
}

function formatDays(days: number): string {
  const years = Math.floor(days / 365);
  return years >= 2 ? `${years} years` : `${days} days`;
}

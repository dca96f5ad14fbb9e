/** The time that `date`, written as `2026-01-31T23:59:59`, is in UTC; `undefined` when the calendar has no such time (no leap seconds). */
export function utcTime(date: string): Date | undefined {
  const time = new Date(`${date}Z`);
  // `Date` turns the 30th of February into the 2nd of March.
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date) ? time : undefined;
}

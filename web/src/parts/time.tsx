import { type ReactNode } from 'react';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `3 hours ago`, with the time itself as its title. */
export function Time({ at }: { readonly at: string }): ReactNode {
  const date = new Date(at);
  const passed = date.getTime() - Date.now();
  const [unit, ms] = units.find(([, size]) => Math.abs(passed) >= size) ?? ['second', 1_000];
  return (
    <time dateTime={at} title={absolute.format(date)}>
      {relative.format(Math.round(passed / ms), unit)}
    </time>
  );
}

/**
 * The month in which each line of Docker's engine lost its publisher's security support: about a month after the next line came out, later where
 * a maintainer carried it on (github.com/moby/moby, BRANCHES-AND-TAGS.md). There are no exact dates.
 */
const ends: ReadonlyMap<string, string> = new Map([
  ['17', '2018-10'],
  ['18', '2019-11'],
  ['19', '2021-01'],
  ['20', '2023-12'],
  ['23', '2025-05'],
  ['24', '2024-06'],
  ['25', '2025-12'],
  ['26', '2024-07'],
  ['27', '2025-05'],
  ['28', '2025-12'],
]);
/** The lines from here on are newer than all of those. */
const firstSupported = 29;

/** The month of its end, `2023-12`. */
export function engineSupport(version: string): { readonly end: string } | 'supported' | 'unknown' {
  const major = /^v?(\d+)\./.exec(version)?.[1];
  if (major === undefined) return 'unknown';
  const end = ends.get(major);
  if (end !== undefined) return { end };
  return Number(major) >= firstSupported ? 'supported' : 'unknown';
}

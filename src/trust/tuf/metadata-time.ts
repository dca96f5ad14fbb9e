import { utcTime } from '../../lib/text/utc-time.ts';

const timePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * A time of RFC 3339 as Go writes and reads it: upper-case letters, up to nine digits of a second, any offset. Fractions of a
 * millisecond are cut off, so that nothing is valid longer. `undefined` for anything else.
 */
export function parseMetadataTime(text: string): Date | undefined {
  const match = timePattern.exec(text);
  if (match === null) return undefined;
  const [, date, fraction = '', sign, hours, minutes] = match;
  const time = utcTime(date!);
  if (time === undefined) return undefined;
  const offsetMinutes = sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
  return new Date(time.getTime() + Number(fraction.padEnd(3, '0').slice(0, 3)) - offsetMinutes * 60_000);
}

/** As Go's RFC3339Nano writes it, without trailing zeros in the fraction; years have four digits. */
export function formatMetadataTime(time: Date): string {
  return time.toISOString().replace(/\.?0+Z$/, 'Z');
}

/** A date-time of RFC 3339, section 5.6, in the spelling that RFC 3339 prefers (upper-case T and Z); `undefined` for anything else, leap seconds included. */
export function parseRfc3339(text: string): Date | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const [offsetHour = 0, offsetMinute = 0] = match.slice(9, 11).map((part: string | undefined) => Number(part ?? 0));
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (local.getUTCFullYear() !== year || local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return undefined;
  const milliseconds = Math.trunc(Number(`0${match[7] ?? ''}`) * 1_000);
  const offset = (offsetHour * 60 + offsetMinute) * (match[8]?.startsWith('-') === true ? -1 : 1);
  return new Date(local.getTime() + milliseconds - offset * 60_000);
}

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(?:Z|([+-](\d\d):(\d\d)))$/;

const units: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 7 * 86_400_000],
]);

const part = /(\d{1,9}(?:\.\d{1,6})?)(ms|[smhdw])/g;
const wholeText = /^(?:\d{1,9}(?:\.\d{1,6})?(?:ms|[smhdw])){1,8}$/;

/**
 * `90d`, `36h`, `1h30m` or `24h0m0s` in milliseconds: numbers with units, added up, as Go's `time.ParseDuration` reads them and also with days and weeks.
 * More than nothing and at most ten thousand days; `undefined` for every other text.
 */
export function parseDuration(text: string): number | undefined {
  if (!wholeText.test(text)) return undefined;
  let milliseconds = 0;
  for (const [, count = '', unit = ''] of text.matchAll(part)) milliseconds += Number(count) * (units.get(unit) ?? 0);
  const rounded = Math.round(milliseconds);
  return rounded > 0 && rounded <= 10_000 * 86_400_000 ? rounded : undefined;
}

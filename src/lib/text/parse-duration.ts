const units: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 7 * 86_400_000],
]);

/** `90d`, `36h`, `15m`, `2w` in milliseconds, more than none and at most ten thousand days; `undefined` for what is none. */
export function parseDuration(text: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (units.get(unit) ?? 0);
  return milliseconds > 0 && milliseconds <= 10_000 * 86_400_000 ? milliseconds : undefined;
}

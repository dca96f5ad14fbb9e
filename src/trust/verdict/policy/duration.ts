import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';

const units: ReadonlyMap<string, number> = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 7 * 86_400_000],
]);

/** `90d`, `36h`, `15m`, `2w` in milliseconds, more than none and at most ten thousand days. Throws YamlError. */
export function decodeDuration(value: YamlValue): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhdw])$/.exec(value.text()) ?? [];
  const milliseconds = Number(count) * (units.get(unit) ?? 0);
  if (milliseconds > 0 && milliseconds <= 10_000 * 86_400_000) return milliseconds;
  throw value.fault('is not a length of time', 'a number and m, h, d or w, as in 90d');
}

/** The largest unit that says it without a rest: `90 days`, `36 hours`. */
export function formatDuration(milliseconds: number): string {
  const [unit, name] = ([['d', 'day'], ['h', 'hour'], ['m', 'minute']] as const).find(([each]) => milliseconds % (units.get(each) ?? 1) === 0) ?? ['m', 'minute']; // prettier-ignore
  const count = Math.round(milliseconds / (units.get(unit) ?? 1));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

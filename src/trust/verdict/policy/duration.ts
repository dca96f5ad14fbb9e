import { parseDuration } from '../../../lib/text/parse-duration.ts';
import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';

/** As {@link parseDuration}. Throws YamlError. */
export function decodeDuration(value: YamlValue): number {
  const milliseconds = parseDuration(value.text());
  if (milliseconds !== undefined) return milliseconds;
  throw value.fault('is not a duration', 'numbers with s, m, h, d or w, as in 90d or 1h30m');
}

/** The largest unit that says it without a rest: `90 days`, `36 hours`. */
export function formatDuration(milliseconds: number): string {
  const { length, name } = namedUnits.find((unit) => milliseconds % unit.length === 0) ?? smallest;
  const count = milliseconds / length;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

const smallest = { length: 1, name: 'millisecond' };
const namedUnits = [
  { length: 86_400_000, name: 'day' },
  { length: 3_600_000, name: 'hour' },
  { length: 60_000, name: 'minute' },
  { length: 1_000, name: 'second' },
];

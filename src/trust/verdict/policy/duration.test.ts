import { expect, it } from 'vitest';
import { formatDuration } from './duration.ts';

it.each([
  [90 * 86_400_000, '90 days'],
  [86_400_000, '1 day'],
  [36 * 3_600_000, '36 hours'],
  [90 * 60_000, '90 minutes'],
  [60_000, '1 minute'],
  [30_000, '30 seconds'],
  [1_000, '1 second'],
  [1_500, '1500 milliseconds'],
])('%i milliseconds are %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

import { expect, it } from 'vitest';
import { backoffDelay, isTransientStatus, parseRetryAfter } from './retry-delay.ts';

const now = new Date('2026-11-20T12:00:00Z');

it.each<[string | undefined, string | undefined]>([
  ['120', '2026-11-20T12:02:00.000Z'],
  [' 0 ', '2026-11-20T12:00:00.000Z'],
  ['Fri, 20 Nov 2026 13:00:00 GMT', '2026-11-20T13:00:00.000Z'],
  ['-5', undefined],
  ['1.5', undefined],
  ['9'.repeat(40), undefined],
  ['2026-11-20', undefined],
  ['Fri, soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After: %s is %s', (value, expected) => {
  expect(parseRetryAfter(value, now)?.toISOString()).toBe(expected);
});

it('waits twice as long each time, at most 30 s, half of it by chance', () => {
  const delays = (chance: number): number[] => [1, 2, 3, 20].map((failures) => backoffDelay(failures, { backoffMs: 500 }, chance));
  expect(delays(1)).toEqual([500, 1_000, 2_000, 30_000]);
  expect(delays(0)).toEqual([250, 500, 1_000, 15_000]);
});

it('tries again after statuses that may pass', () => {
  expect([200, 400, 404, 429, 500, 501, 502, 503, 504, 505].filter(isTransientStatus)).toEqual([429, 500, 502, 503, 504]);
});

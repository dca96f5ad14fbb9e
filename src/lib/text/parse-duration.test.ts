import { expect, it } from 'vitest';
import { parseDuration } from './parse-duration.ts';

const minute = 60_000;
const hour = 60 * minute;

it.each<[string, number | undefined]>([
  ['1m', minute],
  ['24h', 24 * hour],
  ['1h30m', 90 * minute],
  ['24h0m0s', 24 * hour],
  ['90s', 90_000],
  ['1.5h', 90 * minute],
  ['250ms', 250],
  ['90d', 90 * 24 * hour],
  ['2w', 14 * 24 * hour],
  ['1w1d', 8 * 24 * hour],
  ['10000d', 10_000 * 24 * hour],
  ['10000d1ms', undefined],
  ['0s', undefined],
  ['0h0m', undefined],
  ['0.0001ms', undefined],
  ['', undefined],
  ['24', undefined],
  ['h', undefined],
  ['1 h', undefined],
  ['-1h', undefined],
  ['+1h', undefined],
  ['1y', undefined],
  ['1H', undefined],
  ['1h ', undefined],
  ['1.h', undefined],
  ['.5h', undefined],
  ['1e3s', undefined],
  ['9999999999s', undefined],
])('reads %j as %s', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

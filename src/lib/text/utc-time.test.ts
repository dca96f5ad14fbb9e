import { describe, expect, it } from 'vitest';
import { utcTime } from './utc-time.ts';

describe('utcTime', () => {
  it.each([
    ['2024-02-29T23:59:59', '2024-02-29T23:59:59.000Z'],
    ['2026-02-29T00:00:00', undefined],
    ['2026-01-01T24:00:00', undefined],
    ['2026-01-01T00:00:60', undefined],
    ['2026-13-01T00:00:00', undefined],
    ['0000-01-01T00:00:00', '0000-01-01T00:00:00.000Z'],
    ['x', undefined],
  ])('%s', (text, time) => {
    expect(utcTime(text)?.toISOString()).toBe(time);
  });
});

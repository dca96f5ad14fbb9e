import { expect, it } from 'vitest';
import { compareNatural } from './compare-natural.ts';

it.each([
  '1.9 1.09 1.10 9 09 10 Ab V3 _x a-b a.b aB a_b ab latest v1.0 v1.0-rc1 v2A v2a v02 v10',
  '0 00 1 01 007 8 99999999999999999999 100000000000000000000 a a0 a1b a1c aa',
  'z é ﬀ 😀',
])('sorts %s', (sorted) => {
  const words = sorted.split(' ');
  expect([...words].reverse().sort(compareNatural)).toEqual(words);
  expect([...words.slice(3), ...words.slice(0, 3)].sort(compareNatural)).toEqual(words);
});

it('finds a text equal to itself, and a longer one greater', () => {
  expect([compareNatural('v1.0', 'v1.0'), Math.sign(compareNatural('v1', 'v1.0')), Math.sign(compareNatural('v1.0', 'v1'))]).toEqual([
    0, -1, 1,
  ]);
});

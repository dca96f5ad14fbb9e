import { expect, it } from 'vitest';
import { matchesWildcard } from './matches-wildcard.ts';

it.each([
  ['web-1', 'web-*', true],
  ['web-1', 'web-1', true],
  ['web-1', 'web', false],
  ['a-web-1', '*web*', true],
  ['a.b', 'a?b', false],
  ['aba', 'ab*ba', false],
  ['abba', 'ab*ba', true],
  ['', '*', true],
  ['x(', '*(', true],
])('%j and %j: %s', (text, pattern, expected) => {
  expect(matchesWildcard(text, pattern)).toBe(expected);
});

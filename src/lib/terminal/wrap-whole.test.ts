import { expect, it } from 'vitest';
import { displayWidth } from './display-width.ts';
import { wrapWhole } from './wrap-whole.ts';

const digest = `sha256:${'0'.repeat(64)}`;

it.each([
  ['short words', 'a b c', 80, ['  a b c']],
  ['words that wrap', 'aaaa bbbb cccc', 12, ['  aaaa bbbb', '    cccc']],
  ['a digest that fits a line of its own', `found at ${digest}`, 80, ['  found at', `    ${digest}`]],
  ['a tag that fits only with less indentation', `at ${digest}.sig`, 79, ['  at', `    ${digest}.sig`]],
  ['a word wider than the line', `at ${digest}`, 40, ['  at', `    ${digest}`]],
])('wraps and never cuts: %s', (_, text, width, expected) => {
  expect(wrapWhole(text, width, '  ', '    ')).toEqual(expected);
});

it('moves a word left where that keeps it within the line', () => {
  const lines = wrapWhole(`found ${digest}`, 77, '    ', ' '.repeat(13));
  expect(lines).toEqual(['    found', `      ${digest}`]);
  expect(lines.every((line) => displayWidth(line) <= 77)).toBe(true);
});

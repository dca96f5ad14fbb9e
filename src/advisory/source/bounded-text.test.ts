import { expect, it } from 'vitest';
import { boundDescription, boundWeaknesses } from './bounded-text.ts';

const long = 'word '.repeat(300);

it.each<[string, string | undefined, string | undefined]>([
  ['nothing', undefined, undefined],
  ['white space', ' \n ', undefined],
  ['what the title says', 'A title', undefined],
  ['paragraphs, one blank line apart', '# Impact\r\n\r\n\r\nBad.\u0007\n - one\n', '# Impact\n\nBad. \n - one'],
  ['a long text up to a word', long, `${long.slice(0, 994)}…`],
  ['a long word cut', 'x'.repeat(1001), `${'x'.repeat(999)}…`],
])('bounds a description: %s', (_name, text, expected) => {
  expect(boundDescription(text, 'A title')).toBe(expected);
});

it('keeps each weakness once, and only ids of CWE', () => {
  expect(boundWeaknesses(['CWE-79', 'CWE-79', 'NVD-CWE-noinfo', 5, 'CWE-1333'])).toEqual(['CWE-79', 'CWE-1333']);
});

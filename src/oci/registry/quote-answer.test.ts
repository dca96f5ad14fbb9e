import { expect, it } from 'vitest';
import { quoteAnswer } from './quote-answer.ts';

it.each([
  ['plain', '"plain"'],
  ['\u001b[31mred\r\n"', String.raw`"\u001b[31mred\r\n\""`],
  ['\u007f\u009b\u202e\u2066\u200b', String.raw`"\u007f\u009b\u202e\u2066\u200b"`],
  ['x'.repeat(81), `"${'x'.repeat(80)}…"`],
  ['x'.repeat(80), `"${'x'.repeat(80)}"`],
])('%j', (text, expected) => {
  expect(quoteAnswer(text)).toBe(expected);
  expect(quoteAnswer(Buffer.from(text))).toBe(expected);
});

import { describe, expect, it } from 'vitest';
import { displayWidth, fitWidth, padWidth, padWidthStart } from './display-width.ts';
import { escapeControl } from './escape-control.ts';

describe('escapeControl', () => {
  it.each([
    ['plain text', 'plain text'],
    ['Grüße 日本 👍🏽 é', 'Grüße 日本 👍🏽 é'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\u001b]8;;http://x\u0007link', '\\x1b]8;;http://x\\x07link'],
    ['\u0000\u007f\u0085\u009b31m', '\\x00\\x7f\\x85\\x9b31m'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['\u2066x\u2069\u200e\u200f\u061c', '\\u{2066}x\\u{2069}\\u{200e}\\u{200f}\\u{61c}'],
    ['a\u2028b\u2029', 'a\\u{2028}b\\u{2029}'],
    ['a\u200bb\ufeff\u00ad\u{e0041}', 'a\\u{200b}b\\u{feff}\\xad\\u{e0041}'],
    ['👩\u200d💻', '👩\u200d💻'],
    ['\udcff\udc80', '\\xff\\x80'],
    ['\ud800', '\\u{d800}'],
  ])('%j', (text, expected) => {
    expect(escapeControl(text)).toBe(expected);
  });
});

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['Grüße', 5],
    ['日本', 4],
    ['e\u0301', 1],
    ['ｆｕｌｌ', 8],
    ['👍', 2],
    ['–·→…✓✗−', 7],
    ['\u200d', 0],
    ['각', 2],
    ['\u1100\u1161', 2],
  ])('%j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('fitting', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['日本語', 5, '日本…'],
    ['日本語', 4, '日…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ])('%j in %i', (text, columns, expected) => {
    expect(fitWidth(text, columns)).toBe(expected);
  });

  it('fills with blanks at the end or the start', () => {
    expect([padWidth('日', 4), padWidthStart('日', 4), padWidth('abc', 2)]).toEqual(['日  ', '  日', 'abc']);
  });
});

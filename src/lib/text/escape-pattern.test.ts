import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapePattern } from './escape-pattern.ts';

it('matches any text literally', () => {
  expect(escapePattern('v1.2-rc(3)')).toBe('v1\\.2\\-rc\\(3\\)');
  fc.assert(fc.property(fc.string(), (text) => new RegExp(`^${escapePattern(text)}$`).test(text)));
});

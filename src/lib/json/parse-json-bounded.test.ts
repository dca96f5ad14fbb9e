import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonError } from './json-error.ts';
import { parseJsonBounded } from './parse-json-bounded.ts';
import { processorMs } from '../../../test/support/processor-time.ts';

const bounds = { maxBytes: 64, maxDepth: 3 };

describe('parseJsonBounded', () => {
  it.each([
    ['1', 1],
    ['[[[]]]', [[[]]]],
    ['{"a":{"b":[]}}', { a: { b: [] } }],
    ['[[[],[]],[[]]]', [[[], []], [[]]]],
    ['"[[[[{{{{"', '[[[[{{{{'],
    ['"\\"[[[["', '"[[[['],
    ['["\\\\",[[]]]', ['\\', [[]]]],
    ['\uFEFF{"a":1}', { a: 1 }],
    [`"${'x'.repeat(62)}"`, 'x'.repeat(62)],
  ])('%s', (text, value) => {
    expect(parseJsonBounded(Buffer.from(text), bounds)).toEqual(value);
  });

  it.each([
    ['[[[[]]]]', 'too-deep', 'is nested more than 3 deep'],
    ['{"a":{"b":{"c":{', 'too-deep', 'is nested more than 3 deep'],
    ['"\\\\"[[[[', 'too-deep', 'is nested more than 3 deep'],
    [`"${'x'.repeat(63)}"`, 'too-large', 'is 65 bytes long, more than 64'],
    ['', 'syntax', 'is empty'],
    ['{"a":1', 'syntax', 'is not JSON'],
    ['"abc', 'syntax', 'is not JSON'],
    ['"abc\\', 'syntax', 'is not JSON'],
    ['{} {}', 'syntax', 'is not JSON'],
    ['\u0000', 'syntax', 'is not JSON'],
  ])('refuses %j', (text, fault, message) => {
    expect(() => parseJsonBounded(Buffer.from(text), bounds)).toThrow(expect.objectContaining({ name: 'JsonError', fault, message }));
  });

  it('refuses five million brackets at once', () => {
    const bytes = Buffer.alloc(5_000_000, '[');
    const taken = processorMs(() => expect(() => parseJsonBounded(bytes, { maxBytes: 8_000_000, maxDepth: 64 })).toThrow(JsonError));
    // JSON.parse itself takes more than a second for them.
    expect(taken).toBeLessThan(800);
  });

  it('agrees with JSON.parse on what is within its bounds', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parseJsonBounded(Buffer.from(text), { maxBytes: 1_000_000, maxDepth: 64 })).toEqual(JSON.parse(text));
      }),
    );
  });
});

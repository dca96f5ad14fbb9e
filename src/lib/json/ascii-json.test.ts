import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeAsciiJson, encodeAsciiJson } from './ascii-json.ts';

it('is ASCII, and JSON', () => {
  const bytes = encodeAsciiJson({ 'é\n': ['’', '\u{1f600}', '\ud800', '\\'] });
  expect(bytes.toString('latin1')).toBe('{"\\u00e9\\n":["\\u2019","\\ud83d\\ude00","\\ud800","\\\\"]}');
});

it('gives back what it was given', () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
      const value = { value: JSON.parse(json) as unknown };
      expect(decodeAsciiJson(encodeAsciiJson(value))).toEqual(value);
    }),
  );
});

import { describe, expect, it } from 'vitest';
import { makeText } from '../engine/text.ts';
import { compilePattern } from './compile-pattern.ts';
import { parsePattern } from './parse-pattern.ts';
import { patternHeads } from './pattern-heads.ts';
import { samplePattern } from './sample-pattern.ts';

function endOf(source: string, text: string, ignoresCase = false): number {
  return compilePattern(parsePattern(source), { source, ignoresCase })(makeText(Buffer.from(text)), 0);
}

describe('patterns', () => {
  it.each([
    ['ab', 'abc', 2],
    ['ab', 'a', -1],
    ['a[0-9]{3}', 'a1234', 4],
    ['a[0-9]{3}', 'a12', -1],
    ['a[0-9]{2,}b', 'a12345b', 7],
    ['a(?:b|cd)e', 'acde', 4],
    ['a(?:b|cd)?e', 'ae', 2],
    ['(?:[0-9]-){2}x', '1-2-x', 5],
    [String.raw`\d\w[\]^-]`, '1_-', 3],
    ['[A-Z]', 'a', -1],
  ] as const)('%s in %s ends at %i', (source, text, end) => {
    expect(endOf(source, text)).toBe(end);
  });

  it('ignores case on request', () => {
    expect(endOf('Ab[C-D]', 'aBc', true)).toBe(3);
  });

  it.each(['a*', '.', 'a{3', '(a', 'a)', '[a', String.raw`\b`, '^a', 'a{9,2}', 'a{1,99999}', 'é', 'a++'])(
    'refuses %s, which is not in the notation',
    (source) => {
      expect(() => parsePattern(source)).toThrow('pattern');
    },
  );

  it.each(['[a-z]{2,9}b', '[a-z]+[a-c]', '(?:ab)?a', '(?:a|b)+b', '(?:[a-z]+)+'])(
    'refuses %s, which would have to be tried again',
    (source) => {
      const parsed = parsePattern(source);
      if (source === '(?:[a-z]+)+') expect(endOf(source, 'aaaa')).toBe(4);
      else expect(() => compilePattern(parsed, { source, ignoresCase: false })).toThrow('could take what the next part needs');
    },
  );

  it.each([
    ['ghp_[a-z]{3}', ['ghp_']],
    ['(?:sk|rk)_(?:live|test)_[a-z]', ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_']],
    ['[a-z]b', ['']],
  ])('%s begins with %j', (source, heads) => {
    expect(patternHeads(parsePattern(source))).toEqual(heads);
  });

  it('makes samples that fit, the same for the same seed', () => {
    const pattern = parsePattern('ab_(?:x|y)[0-9]{4,8}-[A-F]{3}');
    const sample = samplePattern(pattern, 7);
    expect(samplePattern(pattern, 7)).toBe(sample);
    expect(endOf('ab_(?:x|y)[0-9]{4,8}-[A-F]{3}', sample)).toBe(sample.length);
  });
});

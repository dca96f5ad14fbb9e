import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './anchored-pattern.ts';
import { processorMs } from '../../../../test/support/processor-time.ts';

describe('compilePattern', () => {
  it.each<[string, string, boolean]>([
    ['https://github\\.com/org/app', 'https://github.com/org/app', true],
    ['https://github\\.com/org/app', 'https://github.com/org/app-evil', false],
    ['https://github\\.com/org/app', 'x https://github.com/org/app', false],
    ['^https://github\\.com/org/.*$', 'https://github.com/org/app', true],
    ['^https://github\\.com/org/.*$', 'https://github.com/org-evil/app', false],
    ['https://github.com/org/.+', 'https://githubXcom/org/a', true],
    ['https://github.com/org/.+', 'https://github.com/org/', false],
    ['org/(app|tool)(-\\d+)?', 'org/tool-12', true],
    ['org/(app|tool)(-\\d+)?', 'org/tool-', false],
    ['org/(?:app|)', 'org/', true],
    ['org/[a-c_-]*', 'org/ab_-c', true],
    ['org/[^/]*', 'org/a/b', false],
    ['org/[\\w.]+', 'org/a.b_1', true],
    ['org/a\\$', 'org/a$', true],
    ['org/(a*)*b', 'org/aaab', true],
    ['org/a??', 'org/a', true],
    ['org/.', 'org/\u{1f600}', true],
    ['org/.*', 'org/a\nb', false],
    ['org/\\S+', 'org/a b', false],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(compilePattern(pattern).matches(text)).toBe(expected);
  });

  it.each([
    '.*',
    '.+',
    '^.*$',
    '(.|\\W)*',
    '[^ ]*',
    '\\S+',
    '.*.*',
    'https://.*',
    'https?://.+',
    'https://github\\.com/.*',
    '.*@gmail.com',
    '.*@.*',
    '(a|.*)',
    'a|.*',
    '()',
  ])('refuses %s, which matches any signer', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringContaining('matches any signer') as string }),
    );
    expect(compilePattern(pattern, { isWideAllowed: true }).source).toBe(pattern);
  });

  it.each([
    '(',
    ')',
    'a)',
    '[',
    '[]',
    '[a',
    '[b-a]',
    '[[:alpha:]]',
    '*',
    'a**',
    'a{2}',
    '(?i)a',
    '(?=a)',
    'a^b',
    '\\1',
    '\\b',
    '\\',
    'x$y',
    '',
    'a'.repeat(1025),
    '('.repeat(40),
  ])('refuses %j', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });

  it('agrees with anchored regular expressions', () => {
    const piece = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(ab)*', 'a+', 'b?', '\\.', '|', '(a*)*');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), fc.stringMatching(/^[ab.]{0,10}$/), (pieces, text) => {
        const source = pieces.join('');
        expect(compilePattern(source, { isWideAllowed: true }).matches(text)).toBe(new RegExp(`^(?:${source})$`, 'u').test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is not slow on what makes backtracking slow', () => {
    const taken = processorMs(() => expect(compilePattern('(((a*)*)*)*b').matches('a'.repeat(4_000))).toBe(false));
    expect(taken).toBeLessThan(2_000);
    expect(compilePattern('x.*').matches(`x${'a'.repeat(4_096)}`)).toBe(false);
  });
});

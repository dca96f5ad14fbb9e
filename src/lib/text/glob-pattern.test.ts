import { describe, expect, it } from 'vitest';
import { compileGlob } from './glob-pattern.ts';

describe('compileGlob', () => {
  it.each([
    ['usr/lib/a.so', 'usr/lib/a.so', true],
    ['usr/lib/a.so', 'usr/lib/b.so', false],
    ['usr/*/a.so', 'usr/lib/a.so', true],
    ['usr/*/a.so', 'usr/lib/x/a.so', false],
    ['usr/**', 'usr/lib/x/a.so', true],
    ['usr/**/a.so', 'usr/a.so', true],
    ['usr/**/a.so', 'usr/lib/x/a.so', true],
    ['**/node_modules/**', 'app/node_modules/x/y', true],
    ['**/*.jar', 'a.jar', true],
    ['**/*.jar', 'opt/x/a.jar', true],
    ['*.jar', 'opt/a.jar', false],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['a\\*c', 'a*c', true],
    ['a\\*c', 'abc', false],
    ['*', '', true],
    ['a.c', 'abc', false],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(compileGlob(pattern).matches(path)).toBe(expected);
  });

  it('takes time in proportion to pattern and path, however many stars there are', () => {
    expect(compileGlob(`${'*a'.repeat(500)}b`).matches('a'.repeat(4000))).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { parseToml } from './parse-toml.ts';

describe('TOML', () => {
  it.each<[string, unknown]>([
    ['a = 1\n[b]\nc = "d"\n[[e]]\nf = true\n', { a: 1, b: { c: 'd' }, e: [{ f: true }] }],
    ['\ufeffa = 1\r\n', { a: 1 }],
    ['a = ', undefined],
    ['[a\n', undefined],
    [`a = ${'['.repeat(40)}${']'.repeat(40)}`, undefined],
  ])('%j', (text, expected) => {
    expect(parseToml(text, 30)).toEqual(expected);
  });

  it('gives no object another prototype', () => {
    const table = parseToml('[__proto__]\npolluted = true\n[a.__proto__]\npolluted = true\n', 30);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(table ?? {})).toEqual(['__proto__', 'a']);
  });
});

import { describe, expect, it } from 'vitest';
import { itemsOf, memberOf, parseLocatedYaml, textOf } from './located-yaml.ts';

const bounds = { maxDepth: 50, maxValues: 60_000 };
const parse = (text: string): ReturnType<typeof parseLocatedYaml> => parseLocatedYaml(text, 'f.yaml', bounds);

describe('located YAML', () => {
  it('places values, keys and documents', () => {
    const [first, second] = parse('a:\n  b: [1, "x"]\n---\nc: |\n  two\n  lines\n');
    expect(memberOf(first, 'a', 'b')?.at).toEqual({ path: 'f.yaml', line: 2, endLine: 2, column: 6 });
    expect(itemsOf(memberOf(first, 'a', 'b')).map(textOf)).toEqual(['1', 'x']);
    expect([textOf(memberOf(second, 'c')), memberOf(second, 'c')?.at.line]).toEqual(['two\nlines\n', 4]);
  });

  it('keeps the text of what YAML makes numbers and times of, and has none of binary values', () => {
    const [root] = parse('a: 2222:22\nb: 0755\nc: 2025-11-30\nd: .5\ne: !!binary aGk=\nf:\n');
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => textOf(memberOf(root, name)))).toEqual([
      '2222:22',
      '0755',
      '2025-11-30',
      '.5',
      undefined,
      undefined,
    ]);
  });

  it('resolves an alias to the last anchor before it, and merges', () => {
    const [root] = parse('a: &x {p: 1, q: 1}\nb: &x {p: 2}\nc: *x\nd:\n  <<: [*x, {q: 3}]\n  p: 4\n');
    expect([textOf(memberOf(root, 'c', 'p')), textOf(memberOf(root, 'd', 'p')), textOf(memberOf(root, 'd', 'q'))]).toEqual(['2', '4', '3']);
    expect(memberOf(root, 'c', 'p')?.at.line).toBe(2);
  });

  it('has nothing where a value contains itself, and where an anchor is missing', () => {
    const [root] = parse('a: &a [1, *a]\n');
    expect(itemsOf(memberOf(root, 'a')).map(textOf)).toEqual(['1', undefined]);
    expect(() => parse('a: *none\n')).toThrow();
  });

  it.each([
    ['a list without an end', 'a: [', /./],
    ['more levels than the bound', `${'- '.repeat(60)}a`, /nested more than 50 deep/],
    ['more values than the bound', `[${'1,'.repeat(60_001)}]`, /too many values/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('reads many aliases in linear time: each is looked up, not searched for', () => {
    const [root] = parse(`a: &a x\nb: [${'*a,'.repeat(50_000)}]\n`);
    expect(itemsOf(memberOf(root, 'b'))).toHaveLength(50_000);
  });
});

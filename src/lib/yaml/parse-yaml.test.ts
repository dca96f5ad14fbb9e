import { describe, expect, it } from 'vitest';
import { parseYaml } from './parse-yaml.ts';
import { YamlError } from './yaml-error.ts';
import { type YamlValue } from './yaml-value.ts';

const bounds = { maxBytes: 64 * 1024, maxDepth: 8, maxValues: 1_000 };

function read<T>(text: string, reader: (value: YamlValue) => T): T | string {
  try {
    return reader(parseYaml(text, bounds));
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return `${error.line}:${error.column} ${error.message}${error.meant === undefined ? '' : ` (${error.meant})`}`;
  }
}

describe('what is no configuration', () => {
  it.each([
    ['a: [', '1:5 invalid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['a: 1\na: 2', '2:1 invalid YAML: Map keys must be unique'],
    ['a: &x 1\nb: *x', '1:7 has an anchor (&), which is not allowed here'],
    ['b: *x', '1:4 has an alias (*), which is not allowed here'],
    ['a: !!str 1', '1:10 has a tag (!), which is not allowed here'],
    ['a: !foo 1', '1:4 invalid YAML: Unresolved tag: !foo'],
    ['a: 1\n---\nb: 2', '2:1 invalid YAML: more than one document'],
    ['a: "\\x"', '1:5 invalid YAML: Invalid escape sequence \\x"'],
    ['x'.repeat(65 * 1024), '1:1 is 66560 bytes long, more than 65536'],
    ['[1,'.repeat(600), '1:28 is nested more than 8 deep'],
    ['{a: '.repeat(10) + '}'.repeat(10), '1:37 is nested more than 8 deep'],
    ['- '.repeat(20_000), '1:19 is nested more than 8 deep'],
    ['- 1\n'.repeat(1_000), '1000:3 has more than 1000 values'],
  ])('%.40j', (text, expected) => {
    expect(read(text, (value) => value.path)).toBe(expected);
  });

  it('a text that is nested without end is refused, not a stack overflow', () => {
    expect(read('[\n'.repeat(30_000), (value) => value.path)).toBe('10:1 is nested more than 8 deep');
  });

  it('bounds: as many bytes, values and levels as are allowed', () => {
    expect(read('- 1\n'.repeat(999), (value) => value.list().length)).toBe(999);
    expect(read('{a: '.repeat(8) + '}'.repeat(8), (value) => value.isMapping)).toBe(true);
  });
});

describe('readers report the place of an error', () => {
  it.each<[string, string, (value: YamlValue) => unknown, unknown]>([
    ['an unknown name', 'trust:\n  imagse: []', (v) => v.entries().get('trust')!.mapping(['images', 'publishers']), '2:3 trust has no setting "imagse" (images)'],
    ['at the top', 'trsut: 1', (v) => v.mapping(['trust']), '1:1 the file has no setting "trsut" (trust)'],
    ['far from all', 'qqqqqqq: 1', (v) => v.mapping(['trust', 'gates']), '1:1 the file has no setting "qqqqqqq" (trust, gates)'],
    ['a missing member', 'a: {b: 1}', (v) => v.entries().get('a')!.mapping(['b', 'c']).required('c', (m) => m.text()), '1:4 a has no c'],
    ['text', 'a: 1', (v) => v.mapping(['a']).required('a', (m) => m.text()), '1:4 a is not text'],
    ['empty text', 'a: " "', (v) => v.mapping(['a']).required('a', (m) => m.text()), '1:4 a is empty'],
    ['nothing', 'a:', (v) => v.mapping(['a']).required('a', (m) => m.text()), '1:3 a is empty, and must be text'],
    ['a list', 'a: [1, {}]', (v) => v.mapping(['a']).required('a', (m) => m.list().map((i) => i.wholeNumber(0, 9))), '1:8 a[1] is not a whole number'],
    ['no list', 'a: b', (v) => v.mapping(['a']).required('a', (m) => m.list()), '1:4 a is not a list'],
    ['an empty list', 'a: []', (v) => v.mapping(['a']).required('a', (m) => m.oneOrMore()), '1:4 a is an empty list'],
    ['one for a list', 'a: b', (v) => v.mapping(['a']).required('a', (m) => m.oneOrMore().map((i) => i.text())), ['b']],
    ['a number', 'a: 12', (v) => v.mapping(['a']).required('a', (m) => m.wholeNumber(1, 10)), '1:4 a is 12, which is not from 1 to 10'],
    ['a word', 'a: enfroce', (v) => v.mapping(['a']).required('a', (m) => m.word(['enforce', 'warn'])), '1:4 a is "enfroce" (enforce)'],
    ['a truth value', 'a: yes', (v) => v.mapping(['a']).required('a', (m) => m.truth()), '1:4 a is not true or false'],
    ['truth', 'a: true', (v) => v.mapping(['a']).required('a', (m) => m.truth()), true],
    ['a scalar', 'a: [1]', (v) => v.mapping(['a']).required('a', (m) => m.scalar()), '1:4 a is not text, a number, true or false'],
    ['a key that is none', '? [x]\n: 1', (v) => v.mapping(['a']), '1:3 the file has a key that is not a plain word'],
    ['a number as key', '1: 1', (v) => v.mapping(['a']), '1:1 the file has a key that is not a plain word'],
    ['names of objects', '__proto__: 1', (v) => v.mapping(['a']), '1:1 the file has no setting "__proto__" (a)'],
    ['a merge key', '<<: {a: 1}', (v) => v.mapping(['a']), '1:1 the file has no setting "<<" (a)'],
    ['an absent member', 'b: 1', (v) => v.mapping(['a', 'b']).optional('a', (m) => m.text()), undefined],
  ])('%s', (_, text, reader, expected) => {
    expect(read(text, reader)).toEqual(expected);
  }); // prettier-ignore
});

it.each([
  ['brackets', '['.repeat(20_000)],
  ['brackets on lines of their own', '[\n'.repeat(20_000)],
  ['mappings', Array.from({ length: 5_000 }, (_, depth) => `${' '.repeat(depth % 200)}a:`).join('\n')],
  ['dashes', '- '.repeat(20_000)],
])('refuses %s inside each other without going down with them', (_name, text) => {
  expect(() => parseYaml(text, { maxBytes: 2 ** 21, maxDepth: 64, maxValues: 100_000 })).toThrow(YamlError);
});

it('refuses a second document', () => {
  expect(() => parseYaml('a: 1\n---\nb: 2\n', { maxBytes: 100, maxDepth: 5, maxValues: 100 })).toThrow('more than one document');
});

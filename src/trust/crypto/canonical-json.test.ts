import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteOrder, canonicalJson } from './canonical-json.ts';
import { goJson } from './go-json.ts';
import { type JsonValue } from './json-value.ts';
import { parseStrictJson } from './parse-strict-json.ts';
import { processorMs } from '../../../test/support/processor-time.ts';

const bounds = { maxBytes: 1_000_000, maxDepth: 64, maxValues: 100_000 };
const parse = (text: string): JsonValue => parseStrictJson(Buffer.from(text), bounds);

const text = fc.string({ unit: 'binary' }).filter((value) => !/\p{Surrogate}/u.test(value));
const { value: anyJson } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((number) => number + 0),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 5 }).map((members) => new Map(members)),
  ),
}));

/** Only the escapes that JSON needs and canonical JSON leaves out are different. */
function toJson(value: JsonValue): unknown {
  if (value instanceof Map)
    return Object.fromEntries(Array.from(value as ReadonlyMap<string, JsonValue>, ([name, member]) => [`+${name}`, toJson(member)]));
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(toJson) : value;
}

describe('canonicalJson', () => {
  it.each([
    ['{"b":1,"a":[true,false,null]}', '{"a":[true,false,null],"b":1}'],
    ['{"a":"\\u000a\\t\\u0000\\"\\\\\\/"}', '{"a":"\n\t\u0000\\"\\\\/"}'],
    ['"<>&\\u2028\\u2029"', '"<>&\u2028\u2029"'],
    ['{}', '{}'],
    [' [ ] ', '[]'],
    ['-12', '-12'],
    ['9007199254740991', '9007199254740991'],
    ['{"10":1,"9":2}', '{"10":1,"9":2}'],
    ['{"__proto__":1,"constructor":{"a":2}}', '{"__proto__":1,"constructor":{"a":2}}'],
    ['{"a":1,"":0,"aa":2}', '{"":0,"a":1,"aa":2}'],
  ])('%s', (input, output) => {
    expect(canonicalJson(parse(input)).toString()).toBe(output);
  });

  it('sorts names by their UTF-8 bytes, not by UTF-16 units [293]', () => {
    const names = ['\u{1f600}', '\ue000', 'z', 'é', '__proto__', '10', '9'];
    const map = new Map(names.map((name) => [name, 1]));
    expect(canonicalJson(map).toString()).toBe('{"10":1,"9":1,"__proto__":1,"z":1,"é":1,"\ue000":1,"\u{1f600}":1}');
    expect([...names].sort()).not.toEqual(byteOrder(names));
  });

  it.each([1.5, Number.NaN, Infinity, 2 ** 53])('has no %s', (value) => {
    expect(() => canonicalJson([value])).toThrow(new RangeError(`canonical JSON has no ${value}`));
  });

  it('sorts as a comparison of code points does', () => {
    const naive = (one: string, other: string): number => {
      const [left, right] = [Array.from(one, (c) => c.codePointAt(0)!), Array.from(other, (c) => c.codePointAt(0)!)];
      for (let i = 0; i < Math.min(left.length, right.length); i++) if (left[i] !== right[i]) return left[i]! - right[i]!;
      return left.length - right.length;
    };
    fc.assert(
      fc.property(fc.uniqueArray(text), (names) => {
        expect(byteOrder(names)).toEqual([...names].sort(naive));
      }),
    );
  });

  it('is the same whatever the order of names was', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(text, anyJson), { selector: ([name]) => name }), (members) => {
        expect(canonicalJson(new Map([...members].reverse()))).toEqual(canonicalJson(new Map(members)));
      }),
    );
  });
});

describe('goJson', () => {
  it('escapes what Go escapes [295]', () => {
    expect(goJson(new Map([['<a>&\u2028\u2029"\\é', '<']])).toString()).toBe('{"\\u003ca\\u003e\\u0026\\u2028\\u2029\\"\\\\é":"\\u003c"}');
  });

  it.each(['\n', '\u0000', 'a\u001f'])('refuses %j [294]', (name) => {
    expect(() => goJson(new Map([[name, 1]]))).toThrow(RangeError);
    expect(() => goJson([name])).toThrow(/^a name with control characters cannot be published: "/);
  });

  it('is read back as what it was made of', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const canonical = canonicalJson(value);
        fc.pre(!/[\u0000-\u001f]/.test(canonical.toString()));
        const written = goJson(value);
        expect(canonicalJson(parseStrictJson(written, bounds))).toEqual(canonical);
      }),
    );
  });
});

describe('parseStrictJson', () => {
  it('accepts what JSON.parse accepts', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const plain = toJson(value);
        expect(toJson(parse(JSON.stringify(plain)))).toEqual(prefixNames(plain));
      }),
    );
  });

  it.each<[string, JsonValue]>([
    [' \t\r\n1 ', 1],
    ['0', 0],
    ['-1', -1],
    ['true', true],
    ['false', false],
    ['null', null],
    ['[1 , [ ] ,{ } ]', [1, [], new Map()]],
    [
      '{ "a" : 1 , "b" : { "c" : [ ] } }',
      new Map<string, JsonValue>([
        ['a', 1],
        ['b', new Map([['c', []]])],
      ]),
    ],
    ['"\\u0041\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\"\\\\"', 'A\u{1f600}/\b\f\n\r\t"\\'],
    ['"\u007f\u{1f600}"', '\u007f\u{1f600}'],
    ['-9007199254740991', -9007199254740991],
  ])('takes %j', (input, value) => {
    expect(parse(input)).toEqual(value);
  });

  it.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['1 2', 'is not JSON with whole numbers: it has "2" at character 2'],
    ['\u{feff}1', 'is not JSON with whole numbers: it has "\u{feff}1" at character 0'],
    ['{"a":1,"a":1}', 'has the name "a" twice in one object'],
    ['{"a":1,"\\u0061":1}', 'has the name "a" twice in one object'],
    [`{"${'x'.repeat(90)}":1,"${'x'.repeat(90)}":1}`, `has the name "${'x'.repeat(80)}" twice in one object`],
    ['"\\ud83d"', 'has half of a surrogate pair in a string'],
    ['{"\\ude00":1}', 'has half of a surrogate pair in a string'],
    ['9007199254740992', 'has a number that is too large: 9007199254740992'],
    ['-9007199254740992', 'has a number that is too large: -9007199254740992'],
    ['1'.repeat(60), `has a number that is too large: ${'1'.repeat(40)}`],
    ['"abc', 'is not JSON with whole numbers: it has "\\"abc" at character 0'],
    ['[1', 'is not JSON with whole numbers: it has an end at character 2'],
    ['{"a"', 'is not JSON with whole numbers: it has an end at character 4'],
    ['{"a":', 'is not JSON with whole numbers: it has an end at character 5'],
    ['<html><body class="x">', 'is not JSON with whole numbers: it has "<html><body " at character 0'],
  ])('refuses %j', (input, message) => {
    expect(() => parse(input)).toThrow(expect.objectContaining({ name: 'JsonError', fault: 'syntax', message }));
  });

  it.each([
    '1.5',
    '1e3',
    '1E3',
    '-0',
    '01',
    '00',
    '-01',
    '+1',
    '.5',
    '1.',
    '-',
    '0x10',
    'NaN',
    'Infinity',
    'tru',
    'True',
    'nul',
    '[nulx]',
    '[trux]',
    '[falsx]',
    'undefined',
    '[1,]',
    '[,1]',
    '[1 2]',
    '{,}',
    '{"a":1,}',
    '{a:1}',
    "{'a':1}",
    '{"a" 1}',
    '{"a":}',
    '{1:1}',
    '[',
    ']',
    '{',
    '}',
    '[}',
    '{]',
    '"\u0001"',
    '"\n"',
    '"\\x41"',
    '"\\u12g4"',
    '"\\u123"',
    '"\\"',
    '/* a */ 1',
    '1//',
    '\u00a01',
    '\u20281',
    '{"a":1}}',
    '[1]]',
    'true1',
    '12a',
  ])('refuses %j', (input) => {
    expect(() => parse(input)).toThrow(expect.objectContaining({ name: 'JsonError', fault: 'syntax' }));
  });

  it.each(['22c328', '22ff22', '22eda08022', 'c0af', '22f490808022'])('refuses bytes that are not UTF-8: %s', (hex) => {
    expect(() => parseStrictJson(Buffer.from(hex, 'hex'), bounds)).toThrow(
      expect.objectContaining({ fault: 'syntax', message: 'is not UTF-8' }),
    );
  });

  it.each([
    ['[[[]]]', 'too-deep', 'is nested more than 2 deep'],
    ['{"a":{"b":{}}}', 'too-deep', 'is nested more than 2 deep'],
    ['[{"a":[]}]', 'too-deep', 'is nested more than 2 deep'],
    ['[1,2,3,4,5,6]', 'too-large', 'holds more than 6 values'],
    ['"1234567890123456789"', 'too-large', 'is 21 bytes long, more than 20'],
  ])('refuses beyond its bounds %s', (input, fault, message) => {
    expect(() => parseStrictJson(Buffer.from(input), { maxBytes: 20, maxDepth: 2, maxValues: 6 })).toThrow(
      expect.objectContaining({ fault, message }),
    );
  });

  it.each(['[[],[]]', '[1,2,3,4,5]', '"123456789012345678"', '{"a":{"b":1}}'])('accepts within its bounds %s', (input) => {
    expect(parseStrictJson(Buffer.from(input), { maxBytes: 20, maxDepth: 2, maxValues: 6 })).toBeDefined();
  });

  it('has names as data [293]', () => {
    const value = parse('{"__proto__":{"polluted":1},"constructor":2,"10":1,"9":2}') as ReadonlyMap<string, JsonValue>;
    expect([...value.keys()]).toEqual(['__proto__', 'constructor', '10', '9']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses deep brackets at once', () => {
    const bounds = { maxBytes: 8_000_000, maxDepth: 64, maxValues: 1_000 };
    const taken = processorMs(() => expect(() => parseStrictJson(Buffer.alloc(5_000_000, '['), bounds)).toThrow(/nested/));
    expect(taken).toBeLessThan(800);
  });
});

function prefixNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(prefixNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [`+${name}`, prefixNames(member)]));
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitJson, type JsonLimits } from './split-json.ts';

const roomy: JsonLimits = { maxElementBytes: 1 << 20, maxDepth: 64 };

function split(text: string, chunkBytes: number, limits = roomy): (readonly [string | undefined, unknown])[] {
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes));
  return [...splitJson(chunks, limits)].map(({ key, bytes: element }) => [key, JSON.parse(element.toString())] as const);
}

describe('splitJson', () => {
  it.each([1, 2, 3, 7, 1000])('gives the members of an object in chunks of %i bytes', (chunkBytes) => {
    const text = '\uFEFF { "a\\"b" : {"x":[1,{"y":"}]\\\\"}]} ,\n"n":-1.5e3,"s":"\\\\\\"]","t":true , "e":{} }  ';
    expect(split(text, chunkBytes)).toEqual([
      ['a"b', { x: [1, { y: '}]\\' }] }],
      ['n', -1500],
      ['s', '\\"]'],
      ['t', true],
      ['e', {}],
    ]);
  });

  it.each(['{}', '[]', ' { } ', '[\n]'])('gives nothing for %j', (text) => expect(split(text, 1)).toEqual([]));

  it('gives what JSON.parse gives, for any object cut anywhere', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.integer({ min: 1, max: 40 }), (value, chunkBytes) => {
        expect(split(JSON.stringify(value), chunkBytes)).toEqual(Object.entries(JSON.parse(JSON.stringify(value)) as object));
      }),
    );
  });

  it.each([
    ['', 'ends early at byte 0, where an object or an array should be'],
    ['<!DOCTYPE html>', 'has something else than an object or an array at byte 0'],
    ['{"a":1', 'ends early at byte 6, where a comma should be'],
    ['{"a":{"b":1', 'ends early at byte 11, where the rest of a value should be'],
    ['{"a":"x', 'ends early at byte 7, where the rest of a value should be'],
    ['{"a"', 'ends early at byte 4, where a colon should be'],
    ['{"a":1} x', 'has something else than the end at byte 8'],
    ['[1 2]', 'has something else than a comma at byte 3'],
  ])('refuses %j', (text, message) => expect(() => split(text, 4)).toThrow(message));

  it('holds an element to its size and depth, and lets pass what is just under', () => {
    const limits = { maxElementBytes: 10, maxDepth: 3 };
    expect(split('[[[[]]]]', 1, limits)).toEqual([[undefined, [[[]]]]]);
    expect(() => split('[[[[[]]]]]', 1, { ...limits, maxElementBytes: 100 })).toThrow('nests deeper than 3');
    expect(split('["12345678"]', 1, limits)).toEqual([[undefined, '12345678']]);
    expect(() => split('["123456789012"]', 1, limits)).toThrow('has an element of more than 10 bytes');
  });
});

import { describe, expect, it } from 'vitest';
import { field, optional, readArray, readBoolean, readCount, readMap, readObject, readString, type JsonObject } from './json-readers.ts';

const hostile = JSON.parse('{"__proto__":{"polluted":1},"constructor":"c","a":null}') as JsonObject;

describe('field', () => {
  it.each([
    ['__proto__', { polluted: 1 }],
    ['constructor', 'c'],
    ['toString', undefined],
    ['a', undefined],
    ['b', undefined],
  ])('%s', (key, value) => {
    expect(field(hostile, key)).toEqual(value);
  });
});

describe('readMap', () => {
  it('keeps every key as data', () => {
    const map = readMap(JSON.parse('{"__proto__":"p","toString":"t"}'), 'labels', readString);
    expect([...map]).toEqual([
      ['__proto__', 'p'],
      ['toString', 't'],
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('readers', () => {
  it.each<[string, () => unknown, unknown]>([
    ['string', () => readString('x', 'v'), 'x'],
    ['count', () => readCount(12, 'v'), 12],
    ['boolean', () => readBoolean(false, 'v'), false],
    ['array', () => readArray(['a'], 'v', readString), ['a']],
    ['object', () => readObject({ a: 1 }, 'v'), { a: 1 }],
    ['absent', () => optional(undefined, 'v', readString), undefined],
    ['null', () => optional(null, 'v', readString), undefined],
    ['present', () => optional('x', 'v', readString), 'x'],
  ])('%s', (_name, read, value) => {
    expect(read()).toEqual(value);
  });

  it.each<[string, () => unknown]>([
    ['v is missing', () => readString(undefined, 'v')],
    ['v is missing', () => readObject(null, 'v')],
    ['v is 12, not a string', () => readString(12, 'v')],
    ['v is an array, not an object', () => readObject([], 'v')],
    ['v is an object, not an array', () => readArray({}, 'v', readString)],
    ['v[1] is true, not a string', () => readArray(['a', true], 'v', readString)],
    ['v["k"] is an array, not a string', () => readMap({ k: [] }, 'v', readString)],
    ['v is "12", not a whole number', () => readCount('12', 'v')],
    ['v is -1, not a whole number', () => readCount(-1, 'v')],
    ['v is 1.5, not a whole number', () => readCount(1.5, 'v')],
    ['v is 1e+308, not a whole number', () => readCount(1e308, 'v')],
    ['v is 1152921504606847000, not a whole number', () => readCount(2 ** 60, 'v')],
    ['v is 1, not true or false', () => readBoolean(1, 'v')],
  ])('%s', (message, read) => {
    expect(read).toThrow(expect.objectContaining({ name: 'JsonError', fault: 'type', message }));
  });
});

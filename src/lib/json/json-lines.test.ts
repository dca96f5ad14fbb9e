import { describe, expect, it } from 'vitest';
import { jsonLines } from './json-lines.ts';

describe('lines of a JSON text', () => {
  it('gives the line of each value by its path', () => {
    const text = '{\n "a": [\n  1,\n  { "b, \\"": true }\n ],\n "c": {},\n "d": [],\n "e": "x"\n}';
    expect([...jsonLines(text)]).toEqual([
      ['', 1],
      ['a', 2],
      ['a[0]', 3],
      ['a[1]', 4],
      ['a[1].b, "', 4],
      ['c', 6],
      ['d', 7],
      ['e', 8],
    ]);
  });
});

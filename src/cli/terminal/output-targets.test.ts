import { describe, expect, it } from 'vitest';
import { readOutputTargets } from './output-targets.ts';

const names = ['table', 'json'];
const formats = {
  list: names,
  usual: 'table',
  has: (format: string) => names.includes(format),
  ofFile: (file: string) => names.find((each) => file.toLowerCase().endsWith(`.${each}`)),
};

describe('readOutputTargets', () => {
  it.each<[format: string | undefined, outputs: string[], expected: unknown]>([
    [undefined, [], [{ format: 'table' }]],
    [undefined, ['r'], [{ format: 'table', file: 'r' }]],
    [undefined, ['r.json'], [{ format: 'json', file: 'r.json' }]],
    [undefined, ['out/r.JSON', 'json=-'], [{ format: 'json', file: 'out/r.JSON' }, { format: 'json' }]],
    [undefined, ['r.txt'], [{ format: 'table', file: 'r.txt' }]],
    ['table', ['r.json'], [{ format: 'table', file: 'r.json' }]],
    ['JSON', ['r'], [{ format: 'json', file: 'r' }]],
    ['table', [], [{ format: 'table' }]],
    ['json', ['r'], [{ format: 'json', file: 'r' }]],
    ['table', ['json=r'], [{ format: 'table' }, { format: 'json', file: 'r' }]],
    [
      'table',
      ['json=r', 't'],
      [
        { format: 'json', file: 'r' },
        { format: 'table', file: 't' },
      ],
    ],
    ['json', ['-'], [{ format: 'json' }]],
    ['table', ['./json'], [{ format: 'table', file: './json' }]],
    ['table', ['json=/dev/stdout'], [{ format: 'table' }, { format: 'json' }]],
    ['json', ['./a=b.json'], [{ format: 'json', file: './a=b.json' }]],
  ])('%s %j', (format, outputs, expected) => {
    expect(readOutputTargets(format, outputs, formats)).toEqual(expected);
  });

  it.each([
    ['xml', [], 'unknown report format "xml"'],
    ['table', ['checkstyle=x'], 'unknown report format "checkstyle"'],
    ['table', [''], '--output "" names no file'],
    ['table', ['json='], '--output "json=" names no file'],
    ['table', ['json'], '--output json would write a file named json'],
    ['table', ['json=r', 'r'], 'two reports would be written to r'],
  ])('refuses %s %j', (format, outputs, message) => {
    expect(() => readOutputTargets(format, outputs, formats)).toThrow(expect.objectContaining({ code: 'USAGE', message }) as Error);
  });
});

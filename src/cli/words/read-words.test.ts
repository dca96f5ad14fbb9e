import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../commands.ts';
import { parseWords } from './parse.ts';
import { readWords } from './read-words.ts';
import { type Command, takesValue } from '../command.ts';

describe('readWords', async () => {
  const all = await Promise.all(commands.map((entry) => entry.load()));
  const scan = all.find(({ name }) => name === 'scan')!;

  it.each([
    ['a b --severity HIGH -f json --no-cache', 'a,b', { severity: ['HIGH'], format: ['json'], 'no-cache': [''] }],
    ['-o one --output=json=two a', 'a', { output: ['one', 'json=two'] }],
  ])('reads %s', (line, operands, options) => {
    const input = readWords(scan, line.split(' '));
    expect([input?.arguments.join(','), Object.fromEntries(input?.options ?? [])]).toEqual([operands, options]);
  });

  it.each([
    '--severty HIGH',
    '--exit-code',
    '--output --format',
    '--output -',
    '-- a',
    '-qv',
    '-sHIGH',
    '--no-cache=true',
    '-',
    '--severity HIGH -s LOW',
  ])('leaves %s to parseWords', (line) => {
    expect(readWords(scan, line.split(' '))).toBeUndefined();
  });

  it('refuses two values of an option that takes one, with parseWords, for every command', () => {
    const single = all.flatMap((command) =>
      command.options
        .filter(
          (each) =>
            takesValue(each) &&
            each.name.length > 1 &&
            each.isRepeatable !== true &&
            each.instead === undefined &&
            each.choices?.length !== 1,
        )
        .map((option) => ({ command, option })),
    );
    expect(single.length).toBeGreaterThan(100);
    for (const { command, option } of single) {
      const [one = '', other = one] = option.choices ?? ['one', 'other'];
      const [words, same] = [other, one].map((value) => [`--${option.name}=${one}`, `--${option.name}=${value}`]) as [string[], string[]];
      expect(readWords(command, words), `${command.name} ${option.name}`).toBeUndefined();
      expect(() => parseWords(command, words)).toThrow(`${command.name}: --${option.name} was given twice, with different values`);
      const operands = command.arguments.map(() => 'a');
      expect(parseWords(command, [...same, ...operands]).options.get(option.name)).toEqual([one, one]);
    }
  });

  it('agrees with parseWords', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.gen(), (command, draw) => {
        const words = draw(fc.array, wordOf(command), { maxLength: 6 });
        const read = readWords(command, words);
        if (read !== undefined) expect(read).toEqual(parseWords(command, words));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** Words that may occur on a command line, valid or not. */
function wordOf(command: Command): fc.Arbitrary<string> {
  const flags = command.options.flatMap(({ name, short }) => [`--${name}`, ...(short === undefined ? [] : [`-${short}`])]);
  const words = ['a', 'help', 'table', 'json', 'bash', '1', '', '-', '--', '-1', '--quiet', '-v', '-x', '--cache-dir'];
  return fc.oneof(
    fc.constantFrom(...words),
    fc.constantFrom('--unknown', ...flags),
    fc.tuple(fc.constantFrom('--unknown', ...flags), fc.constantFrom(...words)).map(([flag, value]) => `${flag}=${value}`),
  );
}

import { describe, expect, it } from 'vitest';
import { readScanners } from './read-scanners.ts';

function read(...values: readonly string[]): unknown {
  return readScanners({ arguments: [], options: new Map([['scanners', values]]) });
}

describe('--scanners', () => {
  it('is undefined where it was not given', () => {
    expect(readScanners({ arguments: [], options: new Map() })).toBe(undefined);
  });

  it.each<[readonly string[], readonly string[]]>([
    [['vuln'], ['vulnerability']],
    [['misconfig,vuln'], ['vulnerability', 'misconfiguration']],
    [
      [' Config ', 'vuln'],
      ['vulnerability', 'misconfiguration'],
    ],
    [['vulnerabilities,misconfiguration,misconfig'], ['vulnerability', 'misconfiguration']],
  ])('%j looks for %j', (values, kinds) => {
    expect(read(...values)).toEqual(kinds);
  });

  it.each(['', 'miscofig', 'vuln,'])('refuses %j', (value) => {
    expect(() => read(value)).toThrow(/^--scanners: "(miscofig)?" is not a kind of findings$/);
  });
});

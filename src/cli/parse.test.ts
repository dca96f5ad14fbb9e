import { describe, expect, it } from 'vitest';
import { PratiqueError } from '../model/pratique-error.ts';
import { scanCommand } from './commands/scan.ts';
import { versionCommand } from './commands/version.ts';
import { parseWords } from './parse.ts';

describe('parseWords', () => {
  it.each([
    ['a b', 'a,b', {}],
    ['-s HIGH a', 'a', { severity: ['HIGH'] }],
    ['a --severity=HIGH,LOW', 'a', { severity: ['HIGH,LOW'] }],
    ['--no-cache a -q', 'a', { 'no-cache': [''], quiet: [''] }],
    ['a', 'a', {}],
    ['a -o one --output json=two', 'a', { output: ['one', 'json=two'] }],
    ['a --ignore-unfixed=true --no-progress=false', 'a', { 'ignore-unfixed': [''] }],
    ['--allow-incomplete a', 'a', { 'allow-incomplete': [''] }],
    ['--allow-incomplete=python,go-binary a', 'a', { 'allow-incomplete': ['python,go-binary'] }],
    ['--allow-incomplete=true a --ignore-unfixed', 'a', { 'allow-incomplete': [''], 'ignore-unfixed': [''] }],
    ['-- --allow-incomplete=x', '--allow-incomplete=x', {}],
    ['-- --severity', '--severity', {}],
    ['a --output - --password=-x', 'a', { output: ['-'], password: ['-x'] }],
  ])('%s', (line, targets, options) => {
    const input = parseWords(scanCommand, line.split(' '));
    expect([input.arguments.join(','), Object.fromEntries(input.options)]).toEqual([targets, options]);
  });

  it.each([
    ['a --severty HIGH', "scan: unknown option '--severty'; try: --severity"],
    ['a --zzzzzzzz', "scan: unknown option '--zzzzzzzz'; try: pratique help scan"],
    ['a --scanners vuln', "scan: unknown option '--scanners'; try: leave it out: known vulnerabilities are what is looked for so far"],
    [
      'a --timeout=5m',
      "scan: unknown option '--timeout=5m'; try: leave it out: a scan has no limit of its own, and a registry that falls silent is given up",
    ],
    ['a --exit-code', "scan: option '--exit-code <NUMBER>' argument missing; try: pratique help scan"],
    ['a --unknown-severity ignore', '--unknown-severity cannot be "ignore"; try: one of fail, warn, pass'],
    ['a --output --format json', '--output needs a value; try: pratique help scan'],
  ])('refuses %s', (line, expected) => {
    expect(refusal(() => parseWords(scanCommand, line.split(' ')))).toBe(expected);
  });

  it('refuses arguments that nobody asked for', () => {
    expect(refusal(() => parseWords(versionCommand, ['x']))).toMatch(/^version: too many arguments/);
    expect(refusal(() => parseWords(versionCommand, ['--timeout']))).toBe(
      "version: unknown option '--timeout'; try: pratique help version",
    );
  });
});

function refusal(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    expect(error.code).toBe('USAGE');
    return `${error.message}; try: ${error.hint}`;
  }
}

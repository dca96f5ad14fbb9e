import { describe, expect, it } from 'vitest';
import { PratiqueError } from '../../model/pratique-error.ts';
import { cvesCommand } from '../scan/cves-command.ts';
import { scanCommand } from '../scan/scan-command.ts';
import { verifyCommand } from '../verify/verify-command.ts';
import { versionCommand } from '../help/version-command.ts';
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
    ['a --exit-code 1 --exit-code 0', 'scan: --exit-code was given twice, with different values; try: give --exit-code once'],
    ['a --severty HIGH', 'scan: unknown option --severty; try: --severity'],
    ['a --zzzzzzzz', 'scan: unknown option --zzzzzzzz; try: pratique help scan'],
    [
      'a --timeout=5m',
      'scan: unknown option --timeout; try: leave it out: scans have no time limit; a registry that stops answering is given up',
    ],
    ['a --ignore-file x', /^scan: unknown option --ignore-file; try: --ignorefile FILE/],
    ['a --file x', /^scan: unknown option --file; try: --output FILE/],
    ['a --debug', 'scan: unknown option --debug; try: --verbose'],
    ['a --exit-code', 'scan: --exit-code needs a value; try: pratique help scan'],
    ['a --policy=', 'scan: --policy is empty; try: check the variable it comes from, or leave it out'],
    ['a --output --format json', 'scan: --output needs a value; try: pratique help scan'],
    [
      '--severity alpine:3.20',
      'scan: TARGET is missing; --severity took "alpine:3.20" as its value; try: pratique scan TARGET --severity VALUE',
    ],
    ['--severity=alpine:3.20', `scan: TARGET is missing; try: ${scanCommand.examples[0]?.line}`],
    ['--severity HIGH', `scan: TARGET is missing; try: ${scanCommand.examples[0]?.line}`],
  ])('refuses %s', (line, expected) => {
    const said = refusal(() => parseWords(scanCommand, line.split(' ')));
    if (typeof expected === 'string') expect(said).toBe(expected);
    else expect(said).toMatch(expected);
  });

  it('accepts --input instead of TARGET', () => {
    expect(parseWords(scanCommand, ['--input', 'a.tar']).arguments).toEqual([]);
  });

  it('refuses arguments that a command does not take', () => {
    expect(refusal(() => parseWords(versionCommand, ['x']))).toBe('version: takes no arguments, got "x"; try: pratique help version');
    expect(refusal(() => parseWords(cvesCommand, ['a', 'b']))).toBe('cves: takes 1 argument, "b" is too many; try: pratique help cves');
    expect(refusal(() => parseWords(versionCommand, ['--timeout']))).toBe('version: unknown option --timeout; try: pratique help version');
  });

  it('names the option that took a required argument', () => {
    expect(refusal(() => parseWords(verifyCommand, ['--key', 'ghcr.io/org/app:1']))).toBe(
      'verify: IMAGE is missing; --key took "ghcr.io/org/app:1" as its value; try: pratique verify IMAGE --key VALUE',
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

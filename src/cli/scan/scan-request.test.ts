import { describe, expect, it } from 'vitest';
import { PratiqueError } from '../../model/pratique-error.ts';
import { scanCommand } from './scan-command.ts';
import { parseWords } from '../words/parse.ts';
import { reportFormats } from '../report/report-formats.ts';
import { readScanRequest, type ScanRequest } from './scan-request.ts';

function read(line: string, password?: string): ScanRequest {
  const input = parseWords(scanCommand, line.split(' '));
  return readScanRequest(input, { formats: reportFormats, cacheDirectory: '/none', ...(password === undefined ? {} : { password }) });
}

/** Message and hint of the error that ends it. */
function tell(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof PratiqueError) return `${error.message}; ${error.hint}`;
    throw error;
  }
  return '';
}

describe('readScanRequest', () => {
  it('reads all options', () => {
    const line =
      'a --input b -s HIGH,critical --ignore-unfixed --exit-code 7 --allow-incomplete --only-package x,y --only-package z --platform linux/arm64';
    const { targets, gate, display, outputs, onlyPackages, open, cacheDirectory } = read(line);
    expect({ targets, gate, display, outputs, onlyPackages, platform: open.platform, cacheDirectory }).toEqual({
      targets: ['a', 'b'],
      gate: {
        severities: ['high', 'critical'],
        ignoreUnfixed: true,
        exitCode: 7,
        allowIncomplete: true,
        unknownSeverity: 'warn',
        knownExploited: 'fail',
      },
      display: {
        severities: new Set(['high', 'critical']),
        ignoreUnfixed: true,
        ignoreBase: false,
      },
      outputs: [{ format: 'table' }],
      onlyPackages: ['x', 'y', 'z'],
      platform: { os: 'linux', architecture: 'arm64' },
      cacheDirectory: '/none',
    });
  });

  it('gates nothing and shows everything by default', () => {
    const { gate, display, cacheDirectory, database } = read('a --no-cache');
    expect({ gate, display, cacheDirectory, database }).toEqual({
      gate: { ignoreUnfixed: false, exitCode: 0, allowIncomplete: false, unknownSeverity: 'warn', knownExploited: 'fail' },
      display: { ignoreUnfixed: false, ignoreBase: false },
      cacheDirectory: undefined,
      database: undefined,
    });
  });

  it('reads how the gate treats gaps, and findings outside of --severity', () => {
    const { gate } = read('a --allow-incomplete=python,go-binary --unknown-severity fail --known-exploited pass');
    expect(gate).toEqual({
      ignoreUnfixed: false,
      exitCode: 0,
      allowIncomplete: ['python', 'go-binary'],
      unknownSeverity: 'fail',
      knownExploited: 'pass',
    });
  });

  it.each([
    ['a -s CRITICAL HIGH', '"HIGH" is a severity, not a target; --severity CRITICAL,HIGH, separated by commas'],
    ['low a', '"low" is a severity, not a target; --severity low, separated by commas'],
    [
      'a --allow-incomplete npm',
      '"npm" is a kind of content, not a target; --allow-incomplete=npm, with an equals sign; for an image of that name, write docker.io/library/npm',
    ],
  ])('refuses the rest of an option as a target: %s', (line, expected) => {
    expect(tell(() => read(line))).toBe(expected);
  });

  it('takes a kind of content for an image where no gap is allowed', () => {
    expect(read('npm').targets).toEqual(['npm']);
  });

  it.each<[list: string, allowed: readonly string[] | RegExp]>([
    ['python, go-binary', ['python', 'go-binary']],
    ['Third-Party,advisories_missing', ['Third-Party', 'advisories_missing']],
    ['DATABASE_REMOVED,database_unreadable', ['PACKAGE_DATABASE_REMOVED', 'PACKAGE_DATABASE_UNREADABLE']],
    ['pyton', /"pyton" is not a kind of content or an issue code[^]*did you mean python\? kinds are [a-z0-9, -]+; codes are in/],
    ['python,ADVISORIES_MISING', /"ADVISORIES_MISING" is not[^]*did you mean ADVISORIES_MISSING\?/],
    ['everything', /"everything" is not[^]*kinds are [a-z0-9, -]+; codes are in/],
    [',', /"" is not a kind of content/],
    [`x${'y'.repeat(200)}`, /"xy{79}" is not a kind of content/],
  ])('checks the words of --allow-incomplete=%s', (list, allowed) => {
    const readGate = () => readScanRequest(parseWords(scanCommand, ['a', `--allow-incomplete=${list}`]), { formats: reportFormats, cacheDirectory: '/none' });
    if (allowed instanceof RegExp) expect(tell(readGate)).toMatch(allowed);
    else expect(readGate().gate.allowIncomplete).toEqual(allowed);
  }); // prettier-ignore

  it('hands credentials on', () => {
    expect(read('a --username u', 'p').open.registry?.credentials).toEqual({ username: 'u', password: 'p' });
  });

  it.each([
    ['--quiet', undefined, 'scan: TARGET is missing'],
    ['a -s hihg', undefined, '--severity: "hihg" is not a severity'],
    ['a -s ,', undefined, '--severity: "" is not a severity'],
    ['a --exit-code 256', undefined, '--exit-code: "256" is not an exit code'],
    ['a --exit-code -1', undefined, '--exit-code: "-1" is not an exit code'],
    ['a --format xml', undefined, 'unknown report format "xml"'],
    ['a --username u', undefined, '--username was given without a password'],
    ['a', 'p', 'a password was given without --username'],
    ['a --platform x', undefined, '"x" is not a platform'],
  ])('refuses %s', (line, password, message) => {
    expect(() => read(line, password)).toThrow(expect.objectContaining({ message }) as Error);
  });
});

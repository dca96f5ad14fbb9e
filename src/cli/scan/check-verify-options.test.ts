import { expect, it } from 'vitest';
import { PratiqueError } from '../../model/pratique-error.ts';
import { parseWords } from '../words/parse.ts';
import { checkVerifyOptions } from './check-verify-options.ts';
import { scanCommand } from './scan-command.ts';

function check(line: string, usesAttachedSboms = false): string {
  try {
    checkVerifyOptions(parseWords(scanCommand, line.split(' ')), { usesAttachedSboms });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof PratiqueError)) throw error;
    return `${error.code}: ${error.hint}`;
  }
}

it.each([
  ['app:1', 'accepted'],
  ['app:1 --policy pratique.yaml', 'accepted'],
  ['app:1 --verify --key k.pub --threshold 2', 'accepted'],
  ['app:1 --key k.pub', 'USAGE: add --verify, or leave out --key'],
  ['app:1 --threshold 3', 'USAGE: add --verify, or leave out --threshold'],
  ['app:1 --require-pin', 'USAGE: add --verify, or leave out --require-pin'],
  ['app:1 --require-transparency-log', 'USAGE: add --verify, or leave out --require-transparency-log'],
  ['app:1 -a env=prod', 'USAGE: add --verify, or leave out --annotation'],
])('%s: %s', (line, expected) => {
  expect(check(line)).toBe(expected);
});

it('refuses an SBOM of anybody in the place of what was verified', () => {
  expect(check('app:1 --verify', true)).toContain('leave out --sbom-sources');
  expect(check('app:1', true)).toBe('accepted');
});

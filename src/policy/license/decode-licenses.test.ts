import { describe, expect, it } from 'vitest';
import { type PratiqueError } from '../../model/pratique-error.ts';
import { decodeLicenses } from './decode-licenses.ts';

describe('the licenses section', () => {
  it.each([
    ['', undefined],
    ['version: 1\n', undefined],
    ['licenses:\n  allow: [MIT, "BSD-*"]\n', { allow: ['MIT', 'BSD-*'] }],
    ['licenses:\n  deny:\n    - AGPL-3.0-only\n', { deny: ['AGPL-3.0-only'] }],
  ])('%j is %j', (text, expected) => {
    expect(decodeLicenses(text, 'p.yaml')).toEqual(expected);
  });

  it.each([
    ['licenses: {}', 'p.yaml:1:11: licenses has no allow and no deny'],
    ['licenses: { alow: [MIT] }', 'p.yaml:1:13: licenses has no setting "alow"'],
    ['licenses: { allow: MIT }', 'p.yaml:1:20: licenses.allow is not a list'],
    ['licenses: { deny: [1] }', 'p.yaml:1:20: licenses.deny[0] is not text'],
  ])('refuses %j', (text, message) => {
    const refused = (): unknown => decodeLicenses(text, 'p.yaml');
    expect(refused).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message }) as PratiqueError);
  });
});

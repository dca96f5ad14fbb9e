import { expect, it } from 'vitest';
import { makePackage } from '../../test/support/match-fixtures.ts';
import { findAbsent } from './select-packages.ts';

const packages = [makePackage('npm/express 4.16.0')];

it.each<[string, readonly string[] | undefined, readonly string[]]>([
  ['nobody asked', undefined, []],
  ['a name', ['express'], []],
  ['a purl', ['pkg:npm/express', 'pkg:npm/express@4.16.0'], []],
  ['a name that is like none', ['left-pad'], ['PACKAGE_NOT_FOUND error no package is named left-pad']],
  [
    'a name that is not there, twice',
    ['expres', 'express', 'expres'],
    ['PACKAGE_NOT_FOUND error no package is named expres; did you mean express?'],
  ],
])('%s', (_, only, expected) => {
  expect(findAbsent(packages, only).map(({ code, severity, message }) => `${code} ${severity} ${message}`)).toEqual(expected);
});

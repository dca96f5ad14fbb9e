import { describe, expect, it } from 'vitest';
import { makePackage } from '../../../test/support/match-fixtures.ts';
import { type LicensePolicy } from '../../model/license-policy.ts';
import { type Package } from '../../model/package.ts';
import { checkLicenses } from './check-licenses.ts';
import { licenseRules } from './license-rules.ts';

/** The last line is the licence, the lines before it are the policy. */
function check(text: string, changed: Partial<Package> = {}): ReturnType<typeof checkLicenses>['findings'] {
  const lines = text.split('\n');
  const license = lines.pop() ?? '';
  const list = (name: string): readonly string[] | undefined =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2).split(', '); // prettier-ignore
  const [allow, deny] = [list('allow'), list('deny')];
  const licensePolicy: LicensePolicy = { ...(allow === undefined ? {} : { allow }), ...(deny === undefined ? {} : { deny }) };
  const found = { ...makePackage('npm/a 1.0.0'), licenses: license === '' ? [] : [license], ...changed };
  return checkLicenses({ packages: [found], licensePolicy }).findings;
}

const ids = (text: string): readonly string[] => check(text).map(({ ruleId }) => ruleId);

describe.each(Object.values(licenseRules).map((rule) => [rule.id, rule] as const))('%s', (id, { examples }) => {
  it.each<string>(examples.bad)('finds %j', (text) => {
    expect(ids(text)).toContain(id);
  });

  it.each<string>(examples.good)('accepts %j', (text) => {
    expect(ids(text)).not.toContain(id);
  });
});

describe('licences of packages', () => {
  it('tell a finding with its package, and what it is', () => {
    const [finding] = check('MIT AND GPL-3.0-only');
    expect(finding).toMatchObject({ kind: 'license', ruleId: 'license-restricted', severity: 'high', message: 'a 1.0.0: MIT AND GPL-3.0-only', packageId: makePackage('npm/a 1.0.0').id }); // prettier-ignore
  });

  it('tell an invalid expression and judge the licences that it names', () => {
    expect(ids('GPL-3.0-only WITH Autoconf-exception-3.0+')).toEqual(['license-invalid', 'license-restricted']);
  });

  it.each([
    ['Apache-2.0 WITH LLVM-exception', []],
    ['(Apache-2.0 WITH LLVM-exception OR MIT) AND BSD-3-Clause', []],
    ['GPL-2.0-only WITH Classpath-exception-2.0', ['license-reciprocal']],
    ['deny: *-NC-*\nCC-BY-NC-4.0', ['license-denied']],
    ['deny: GPL-2.0-only WITH Classpath-exception-2.0\nGPL-2.0-only WITH Classpath-exception-2.0', ['license-denied']],
  ])('%j has %j', (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  it.each([
    ['GPL-3+ with Bison exception', ['license-reciprocal']],
    ['public-domain', []],
    ['GPL', ['license-restricted']],
    ['BSD-like', []],
  ])('know the names that Debian writes: %j', (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  it('leave out the application itself and what no file proves', () => {
    expect(check('GPL-3.0-only', { isOwn: true })).toEqual([]);
    expect(check('GPL-3.0-only', { evidence: 'claimed' })).toEqual([]);
  });

  it('take all licences of a package together', () => {
    expect(check('', { licenses: ['MIT', 'AGPL-3.0-only'] }).map(({ ruleId }) => ruleId)).toEqual(['license-forbidden']);
    expect(check('', { licenses: ['MIT', 'UNLICENSED'] }).map(({ ruleId }) => ruleId)).toEqual(['license-unlicensed']);
  });
});

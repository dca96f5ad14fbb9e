import { expect, it } from 'vitest';
import { makePackage, matchSituation } from '../../test/support/match-fixtures.ts';
import { type PackageReach } from '../model/reach.ts';
import { GoFunctions } from '../reach/facts/go-functions.ts';
import { labelFindings } from './label-findings.ts';

const image = { command: [], fileCount: 0, packageCounts: { loaded: 0, loadable: 0, 'not-referenced': 0, unknown: 0 }, notFollowed: [] };
const packages = [makePackage('npm/a 1.0.0'), makePackage('npm/a 1.0.0', {})];
const { findings } = matchSituation({ packages: packages.slice(0, 1), facts: [{ on: 'npm/a', id: 'CVE-2024-0001', fixed: '2.0.0' }] });
const [finding] = findings;
const id = finding!.packageId;

function label(states: readonly (readonly [string, PackageReach])[], more: Partial<typeof finding> = {}): PackageReach | undefined {
  const reached = { image, packages: states, goPrograms: [goNames(['a.com/b.Used'])], goProgramsOf: [[id, [0]] as const] };
  return labelFindings([{ ...finding!, ...more }], reached)[0]!.reach;
}

/** As the linker of Go 1.20 writes them. */
function goNames(names: readonly string[]): NonNullable<ReturnType<GoFunctions['end']>> {
  const text = Buffer.from(`\0${names.join('\0')}\0`);
  const head = Buffer.alloc(72);
  Buffer.from([0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8]).copy(head);
  head.writeBigUInt64LE(72n, 32);
  head.writeBigUInt64LE(BigInt(72 + text.length), 40);
  const functions = new GoFunctions();
  functions.write(Buffer.concat([Buffer.alloc(100), head, text, Buffer.alloc(100)]));
  return functions.end()!;
}

it('adds nothing where nobody asked', () => {
  expect(labelFindings(findings, undefined)).toBe(findings);
});

it('takes of several copies the state that counts most, and a package that was not examined as unknown', () => {
  expect(label([[id, { state: 'not-referenced' }]])).toEqual({ state: 'not-referenced' });
  expect(
    label(
      [
        [id, { state: 'not-referenced' }],
        ['b', { state: 'loaded' }],
      ],
      { otherPackageIds: ['b'] },
    )?.state,
  ).toBe('loaded');
  expect(label([[id, { state: 'not-referenced' }]], { otherPackageIds: ['b'] })?.state).toBe('unknown');
});

it('rules a finding out where the program has none of the functions of its advisory', () => {
  const affected = (symbols: readonly string[]): Partial<typeof finding> => ({ advisory: { ...finding!.advisory, symbols: [{ path: 'a.com/b', symbols }] } });
  expect(label([[id, { state: 'loaded' }]], affected(['Used', 'Other']))?.state).toBe('loaded');
  expect(label([[id, { state: 'loaded' }]], affected(['Other']))).toEqual({
    state: 'not-referenced',
    reason: 'the program has none of the functions that the advisory names (a.com/b.Other)',
  });
}); // prettier-ignore

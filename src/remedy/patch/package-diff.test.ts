import { expect, it } from 'vitest';
import { makePackage } from '../../../test/support/match-fixtures.ts';
import { diffPackages } from './package-diff.ts';

it('names packages that are new, gone or of another version, by ecosystem', () => {
  const before = ['debian@12/a 1', 'debian@12/b 1', 'npm/c 1', 'npm/c 2', 'debian@12/gone 1'].map((text) => makePackage(text));
  const after = ['debian@12/a 1', 'debian@12/b 2', 'npm/c 2', 'npm/c 3', 'debian@12/new 1'].map((text) => makePackage(text));
  expect(diffPackages(before, after)).toEqual([
    { name: 'b', from: '1', to: '2' },
    { name: 'gone', from: '1' },
    { name: 'new', to: '1' },
    { name: 'c', from: '1, 2', to: '2, 3' },
  ]);
});

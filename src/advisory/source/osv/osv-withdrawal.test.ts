import { expect, it } from 'vitest';
import { findWithdrawal, type OsvWithdrawal } from './osv-withdrawal.ts';

const other = 'GHSA-2222-3333-cfgh';

it.each<[string, string, string, OsvWithdrawal | undefined]>([
  ['a title', 'Withdrawn Advisory: something', '', {}],
  ['a short title', 'WITHDRAWN', '', {}],
  ['a heading', 'Something', '## Withdrawn \r\nThis advisory has been withdrawn because it is not one.', {}],
  ['a duplicate', 'Duplicate Advisory: something', `## Duplicate Advisory\nwithdrawn because it is a duplicate of ${other}.`, { duplicateOf: other }],
  ['a linked one', 'Something', `# Duplicate Advisory\nIt is a duplicate of [${other}](https://github.com/advisories/${other}).`, { duplicateOf: other }],
  ['withdrawn as a duplicate', 'Withdrawn: something', `a duplicate of https://github.com/advisories/${other}`, { duplicateOf: other }],
  ['a duplicate of something unnamed', 'Duplicate Advisory: something', 'It is a duplicate.', undefined],
  ['a duplicate of itself', 'Duplicate Advisory: something', 'a duplicate of GHSA-cccc-cccc-cccc', undefined],
  ['a word of the flaw', 'Withdrawn items are shown to everybody', '# Withdrawn items are shown', undefined],
  ['a word later on', 'Something', `Something is wrong.\n# Withdrawn\nIt is a duplicate of ${other}.`, undefined],
])('%s', (_, title, text, expected) => {
  expect(findWithdrawal('GHSA-cccc-cccc-cccc', title, text)).toEqual(expected);
  expect(findWithdrawal('PYSEC-2026-1', title, text)).toBeUndefined();
}); // prettier-ignore

import { expect, it } from 'vitest';
import { isTotalOrder } from './total-order.ts';
import { versionSchemes } from './version-schemes.ts';

it.each([
  ['deb', ['1.0', '1.0-1'], true],
  ['rpm', ['1.0-1', '2:1.0-2'], true],
  ['rpm', ['1.0', '2.0'], true],
  ['rpm', ['1.0', '1.0-1'], false],
  ['maven', ['1', '1.rc1'], false],
] as const)('%s: %j: %j', (scheme, versions, expected) => {
  expect(isTotalOrder(versionSchemes[scheme], versions)).toBe(expected);
});

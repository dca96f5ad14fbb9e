import { expect, it } from 'vitest';
import { isRegressionBulletin } from './osv-regression.ts';

it.each<[boolean, string, string, string?]>([
  [true, 'DLA-1025-2', 'bind9 - regression update'],
  [true, 'DLA-680-2', 'bash - version number correction'],
  [true, 'DSA-4509-2', 'subversion - update'],
  [true, 'DSA-4509-12', ''],
  [true, 'DLA-3-1', 'tzdata - regression update'],
  [true, 'USN-6021-2', 'Chromium vulnerabilities regression'],
  [true, 'DSA-5000-2', 'openjdk-11 - security update', 'The update of openjdk-11 introduced a regression.'],
  [false, 'DLA-1283-2', 'python-crypto - security update', 'The fix was partial.'],
  [false, 'DSA-2263-1', 'movabletype-opensource - several vulnerabilities'],
  [false, 'DSA-5103-1', 'openssl'],
  [false, 'RHSA-2024:0002', 'x'],
])('%s: %s %s', (expected, id, title, text) => {
  expect(isRegressionBulletin(id, title, text)).toBe(expected);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { builtInRoot } from '../src/trust/sigstore/refresh/built-in-root.ts';
import { judgeRootExpiry, readRootExpiry } from './root-expiry.mjs';

const replace = 'Replace it: node tools/make-built-in-root.mjs';

it.each<[string, string, string]>([
  ['2027-01-22T00:00:00Z', 'ok', 'the built-in sigstore root expires on 2027-04-22'],
  ['2027-01-22T00:00:01Z', 'warn', `the built-in sigstore root expires on 2027-04-22 (in 89 days). ${replace}`],
  ['2027-03-23T00:00:00Z', 'warn', `the built-in sigstore root expires on 2027-04-22 (in 30 days). ${replace}`],
  ['2027-03-23T00:00:01Z', 'fail', `the built-in sigstore root expires on 2027-04-22 (in 29 days). ${replace}`],
  ['2027-04-22T00:00:00Z', 'fail', `the built-in sigstore root expires on 2027-04-22 (in 0 days). ${replace}`],
  ['2027-04-22T00:00:01Z', 'fail', `the built-in sigstore root expired on 2027-04-22. ${replace}`],
])('at %s the root is judged: %s', (now, status, message) => {
  expect(judgeRootExpiry(new Date('2027-04-22T00:00:00Z'), new Date(now))).toEqual({ status, message });
});

it('reads the expiry that the built-in root states, and fails where it states none', () => {
  const source = readFileSync(join(import.meta.dirname, '../src/trust/sigstore/refresh/built-in-root.ts'), 'utf8');
  expect(readRootExpiry(source)).toEqual(new Date(builtInRoot.expiresAt));
  expect(judgeRootExpiry(readRootExpiry('export const builtInRoot = {};'), new Date()).status).toBe('fail');
});

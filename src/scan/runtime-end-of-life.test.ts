import { expect, it } from 'vitest';
import { makePackage } from '../../test/support/match-fixtures.ts';
import { runtimeEndOfLifeIssues } from './runtime-end-of-life.ts';

const now = new Date('2026-11-30T00:00:00Z');
const program = (text: string, more: object = {}) =>
  makePackage(`bitnami/${text}` as `${string}/${string} ${string}`, { evidence: 'binary', ...more });

it('names each runtime that its project no longer supports once', () => {
  const packages = [
    program('node 16.20.2', { path: 'usr/bin/node' }),
    program('node 16.20.2', { path: 'opt/node' }),
    program('python 3.10.4'),
    program('php 8.3.1'),
  ];
  expect(runtimeEndOfLifeIssues(packages, now)).toEqual([
    {
      code: 'RUNTIME_END_OF_LIFE',
      severity: 'warning',
      origin: 'scan',
      message: 'no security support from the project any more: Node.js 16.20.2 (2023-09-11), Python 3.10.4 (2026-10-31)',
    },
  ]);
});

it('says nothing of what is supported, is of a distribution, is only claimed, or has no date', () => {
  const packages = [
    program('node 22.1.0'),
    makePackage('debian@12/nodejs 16.0.0'),
    program('node 16.0.0', { evidence: 'claimed' }),
    program('node 99.0.0'),
    program('constructor 1.0'),
    program('node'),
  ];
  expect(runtimeEndOfLifeIssues(packages, now)).toEqual([]);
  expect(runtimeEndOfLifeIssues([program('node 16.0.0')], new Date('2023-09-11T00:00:00Z'))).toEqual([]);
});

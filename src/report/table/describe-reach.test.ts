import { expect, it } from 'vitest';
import { type PackageReach } from '../../model/reach.ts';
import { describeReach } from './describe-reach.ts';

const steps = [
  { path: 'usr/bin/node', how: 'entrypoint' },
  { path: 'app/server.js', how: 'is given server.js' },
];

it.each<[PackageReach, string]>([
  [{ state: 'loaded', steps }, 'in use: /usr/bin/node is given server.js'],
  [{ state: 'loaded', steps: steps.slice(0, 1) }, 'in use: /usr/bin/node is the entrypoint'],
  [{ state: 'loadable', steps }, 'may be in use: /usr/bin/node is given server.js'],
  [{ state: 'not-referenced' }, 'not reached: nothing that the entrypoint reaches names it'],
  [{ state: 'not-referenced', reason: 'the program has no such function' }, 'not reached: the program has no such function'],
  [{ state: 'unknown', reason: 'its files are not known' }, 'use unknown: its files are not known'],
])('says why: %o', (reach, text) => {
  expect(describeReach(reach)).toBe(text);
});

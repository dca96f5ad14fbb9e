import { expect, it } from 'vitest';
import { parseGun, registryOfGun } from './gun.ts';
import { notaryServerOf } from './notary-server.ts';

it.each([
  ['docker.io/library/alpine', 'docker.io'],
  ['localhost:15000/lab/app', 'localhost:15000'],
  ['[::1]:5000/app', '[::1]:5000'],
  ['app', 'app'],
  ['example.com/Collection_1', 'example.com'],
])('%s is a repository of %s [300]', (text, registry) => {
  expect(registryOfGun(parseGun(text))).toBe(registry);
});

it.each([
  '',
  '..',
  '../../../../tmp/x',
  'a/../b',
  'a//b',
  '/a',
  'a/',
  'a/.b',
  'a/_trust',
  'a\\b',
  'a b',
  'a/%2e',
  'a?b',
  'a\n',
  'a'.repeat(513),
])('%j is none [300]', (text) => {
  expect(() => parseGun(text)).toThrow(expect.objectContaining({ code: 'REFERENCE_INVALID' }));
});

it.each([
  ['docker.io/library/alpine', undefined, 'https://notary.docker.io'],
  ['ghcr.io/org/app', undefined, 'https://ghcr.io'],
  ['localhost:5000/app', '', 'https://localhost:5000'],
  ['docker.io/library/alpine', 'https://own.example:4443', 'https://own.example:4443'],
])('the server of %s with %s is %s', (gun, setting, expected) => {
  expect(notaryServerOf(parseGun(gun), setting)).toBe(expected);
});

it.each(['http://own.example', 'own.example', 'ftp://x'])('%s is not a trust server', (setting) => {
  expect(() => notaryServerOf(parseGun('a/b'), setting)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
});

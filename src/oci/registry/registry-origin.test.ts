import { expect, it } from 'vitest';
import { credentialHost, credentialServer, registryOrigins } from './registry-origin.ts';

it.each<[string, boolean, string[]]>([
  ['docker.io', false, ['https://registry-1.docker.io']],
  ['docker.io', true, ['https://registry-1.docker.io', 'http://registry-1.docker.io']],
  ['ghcr.io', false, ['https://ghcr.io']],
  ['registry.example:5000', false, ['https://registry.example:5000']],
  ['registry.example:5000', true, ['https://registry.example:5000', 'http://registry.example:5000']],
  ['10.0.0.1:5000', false, ['https://10.0.0.1:5000']],
  ['localhost:5000', false, ['http://localhost:5000', 'https://localhost:5000']],
  ['127.0.0.1:5000', true, ['http://127.0.0.1:5000', 'https://127.0.0.1:5000']],
  ['127.8.9.10:5000', false, ['http://127.8.9.10:5000', 'https://127.8.9.10:5000']],
  ['[::1]:5000', false, ['http://[::1]:5000', 'https://[::1]:5000']],
  ['localhost.example:5000', false, ['https://localhost.example:5000']],
])('%s, insecure %s, is asked at %j [224]', (registry, insecure, expected) => {
  expect(registryOrigins(registry, insecure).map(({ origin }) => origin)).toEqual(expected);
});

it.each([
  ['https://index.docker.io/v1/', 'docker.io'],
  ['index.docker.io', 'docker.io'],
  ['registry-1.docker.io', 'docker.io'],
  ['docker.io', 'docker.io'],
  ['https://Registry.example/v2/', 'registry.example'],
  ['http://localhost:5000', 'localhost:5000'],
  ['quay.io/organisation', 'quay.io'],
  ['https://docker.io.attacker.example/v1/', 'docker.io.attacker.example'],
  ['__proto__', '__proto__'],
])('the key %s means %s', (key, host) => {
  expect(credentialHost(key)).toBe(host);
});

it('calls registries as Docker does', () => {
  expect(['docker.io', 'ghcr.io', 'localhost:5000'].map(credentialServer)).toEqual([
    'https://index.docker.io/v1/',
    'ghcr.io',
    'localhost:5000',
  ]);
});

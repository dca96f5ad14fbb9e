import { expect, it } from 'vitest';
import { findProxy } from './proxy-settings.ts';

const settings = { http: 'http://plain:3128', https: 'http://secure:3128' };

it.each<[string, string, string | undefined]>([
  ['https://registry.example/', '', 'http://secure:3128'],
  ['http://registry.example/', '', 'http://plain:3128'],
  ['http://localhost:5000/', '', undefined],
  ['http://127.0.0.1:5000/', '', undefined],
  ['http://[::1]:5000/', '', undefined],
  ['https://registry.example/', '*', undefined],
  ['https://registry.example/', 'registry.example', undefined],
  ['https://a.registry.example/', 'registry.example', undefined],
  ['https://a.registry.example/', '.registry.example', undefined],
  ['https://a.registry.example/', '*.registry.example', undefined],
  ['https://aregistry.example/', 'registry.example', 'http://secure:3128'],
  ['https://registry.example/', 'x, REGISTRY.example:443 y', undefined],
  ['https://registry.example:8443/', 'registry.example:443', 'http://secure:3128'],
  ['https://10.1.2.3/', '10.0.0.0/8', undefined],
  ['https://11.1.2.3/', '10.0.0.0/8', 'http://secure:3128'],
  ['https://10.1.2.3/', '10.0.0.0/99', 'http://secure:3128'],
  ['https://10.1.2.3/', '2.3', 'http://secure:3128'],
  ['https://[fd12::1]/', 'fd00::/8', undefined],
  ['https://[fd12::1]/', 'fd12::1', undefined],
])('%s with NO_PROXY=%j goes by %s', (url, exceptions, expected) => {
  expect(findProxy(new URL(url), { ...settings, exceptions })).toBe(expected);
});

it('goes directly without settings', () => {
  expect(findProxy(new URL('https://registry.example/'), undefined)).toBeUndefined();
  expect(findProxy(new URL('https://registry.example/'), { http: 'http://plain:3128' })).toBeUndefined();
});

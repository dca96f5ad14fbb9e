import { expect, it } from 'vitest';
import { parseRealm, type RealmRules } from './realm.ts';

const [secure, plain] = [new URL('https://registry.example/'), new URL('http://127.0.0.1:5000/')];
const plainInsecure = new URL('http://registry.example:5000/');

function realm(text: string, registry: URL, rules: Partial<RealmRules> = {}): string {
  return parseRealm({ scheme: 'bearer', parameters: new Map([['realm', text]]) }, registry, { insecure: false, ...rules }).href;
}

it.each<[string, string, URL, Partial<RealmRules>]>([
  ['another public host over https', 'https://auth.example/token', secure, {}],
  ['its own host on another port', 'https://registry.example:8443/token', secure, {}],
  ['a trusted host', 'https://auth.example/token', secure, { trustedHosts: ['auth.example'] }],
  ['its own host, whoever is trusted', 'https://registry.example/token', secure, { trustedHosts: [] }],
  ['the host of the first token', 'https://auth.example/token', secure, { knownHost: 'auth.example' }],
  ['http on loopback, from loopback', 'http://localhost:5001/token', plain, {}],
  ['http on its own host, where the registry is plain', 'http://registry.example:5001/token', plainInsecure, { insecure: true }],
  ['http elsewhere, when the user accepts it', 'http://auth.example/token', plainInsecure, { insecure: true }],
])('accepts %s [201]', (_, text, registry, rules) => {
  expect(realm(text, registry, rules)).toBe(text);
});

it.each<[string, string, URL, Partial<RealmRules>]>([
  ['http from https', 'http://auth.example/token', secure, {}],
  ['http from https, insecure or not', 'http://registry.example/token', secure, { insecure: true }],
  ['http elsewhere from loopback', 'http://auth.example/token', plain, {}],
  ['a file', 'file:///etc/passwd', secure, {}],
  ['gopher', 'gopher://registry.example/', secure, {}],
  ['javascript', 'javascript:alert(1)', secure, {}],
  ['a relative URL', '/token', secure, {}],
  ['nothing', '', secure, {}],
  ['credentials', 'https://user:pw@auth.example/token', secure, {}],
  ['a host that is not trusted', 'https://auth.example/token', secure, { trustedHosts: ['auth.example:8443'] }],
  ['another host than before', 'https://auth.example/token', secure, { knownHost: 'other.example' }],
])('refuses %s [202]', (_, text, registry, rules) => {
  expect(() => realm(text, registry, rules)).toThrow(expect.objectContaining({ code: 'REGISTRY_REDIRECT' }));
});

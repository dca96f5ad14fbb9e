import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseAuthFile, readAuthFile } from './auth-file.ts';
import { type Credentials } from './credentials.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-auth-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hidden = 'p4ssw0rd-that-nobody-may-see';

function show(credentials: Credentials | undefined): unknown {
  if (credentials?.kind === 'password') return `${credentials.username}:${credentials.password.reveal()}`;
  return credentials === undefined ? undefined : [credentials.kind, credentials.token.reveal()];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

it.each<[string, object, string, unknown]>([
  ['an entry', { auths: { 'ghcr.io': { auth: base64('a:b') } } }, 'ghcr.io', 'a:b'],
  ['colons in the password', { auths: { 'ghcr.io': { auth: base64('a:b:c:') } } }, 'ghcr.io', 'a:b:c:'],
  ['padding with NUL', { auths: { 'ghcr.io': { auth: base64('a:b\0\0') } } }, 'ghcr.io', 'a:b'],
  ['user name and password', { auths: { 'ghcr.io': { username: 'a', password: 'b' } } }, 'ghcr.io', 'a:b'],
  ['Docker Hub by its old key', { auths: { 'https://index.docker.io/v1/': { auth: base64('a:b') } } }, 'docker.io', 'a:b'],
  ['226 an identity token only', { auths: { 'ghcr.io': { identitytoken: 'x' } } }, 'ghcr.io', ['identity-token', 'x']],
  [
    'an identity token beside a name',
    { auths: { 'ghcr.io': { auth: base64('<token>:'), identitytoken: 'x' } } },
    'ghcr.io',
    ['identity-token', 'x'],
  ],
  ['a registry token', { auths: { 'ghcr.io': { registrytoken: 'x' } } }, 'ghcr.io', ['registry-token', 'x']],
  [
    'the exact key before others',
    { auths: { 'quay.io/org': { auth: base64('org:1') }, 'quay.io': { auth: base64('all:2') } } },
    'quay.io',
    'all:2',
  ],
  ['an empty entry', { auths: { 'ghcr.io': {} } }, 'ghcr.io', undefined],
  ['another host', { auths: { 'ghcr.io': { auth: base64('a:b') } } }, 'ghcr.io.attacker.example', undefined],
  ['another port', { auths: { 'localhost:5000': { auth: base64('a:b') } } }, 'localhost:5001', undefined],
  ['nothing', {}, 'ghcr.io', undefined],
])('reads %s', (_, content, host, expected) => {
  expect(show(parseAuthFile(JSON.stringify(content), 'config.json').credentialsFor(host))).toEqual(expected);
});

it('a key like __proto__ is a key like any other [226]', () => {
  const text = `{"auths":{"__proto__":{"auth":"${base64('a:b')}"}},"credHelpers":{"__proto__":"x","constructor":"y"}}`;
  const file = parseAuthFile(text, 'config.json');
  expect([show(file.credentialsFor('__proto__')), file.credentialsFor('toString'), [...file.credentialHelpers]]).toEqual([
    'a:b',
    undefined,
    [
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ],
  ]);
  expect(({} as { auth?: string }).auth).toBeUndefined();
});

it.each([
  ['not JSON', `{"auths":{"ghcr.io":{"password":"${hidden}"`],
  ['a list', `["${hidden}"]`],
  ['auths that are a list', '{"auths":[]}'],
  ['a store that is no name', '{"credsStore":{}}'],
  ['a helper that is no name', '{"credHelpers":{"ghcr.io":5}}'],
  ['an entry that is text', `{"auths":{"ghcr.io":"${hidden}"}}`],
  ['a field that is a number', '{"auths":{"ghcr.io":{"auth":5}}}'],
  ['garbage for base64', `{"auths":{"ghcr.io":{"auth":"%%${hidden}%%"}}}`],
  ['base64 of something else', `{"auths":{"ghcr.io":{"auth":"${base64(hidden)}"}}}`],
])('%s is an error that names the place and not the content [226]', (_, text) => {
  const read = (): unknown => parseAuthFile(text, '/home/x/config.json').credentialsFor('ghcr.io');
  expect(read).toThrow(expect.objectContaining({ code: 'CREDENTIALS_UNUSABLE', message: expect.stringContaining('/home/x/config.json') }));
  expect(read).not.toThrow(hidden);
});

it.each([
  ['that is empty', ''],
  ['of blanks', ' \n'],
  ['with a byte order mark', '\ufeff{}'],
])('treats a file %s as {}', (_, text) => {
  const file = parseAuthFile(text, 'config.json');
  expect([file.credentialStore, file.credentialHelpers.size, file.credentialsFor('ghcr.io')]).toEqual([undefined, 0, undefined]);
});

it('a damaged entry of another host is not in the way [226]', () => {
  const text = `{"auths":{"ghcr.io":{"auth":"%%"},"quay.io":{"auth":"${base64('a:b')}"}}}`;
  expect(show(parseAuthFile(text, 'config.json').credentialsFor('quay.io'))).toBe('a:b');
});

it('reads a file within its limit, and nothing without a file', async () => {
  const path = join(folder, 'config.json');
  writeFileSync(path, '{"credsStore":"pass"}');
  expect((await readAuthFile(path, { configFileBytes: 21 }))?.credentialStore).toBe('pass');
  await expect(readAuthFile(path, { configFileBytes: 20 })).rejects.toMatchObject({ code: 'CREDENTIALS_UNUSABLE' });
  expect(await readAuthFile(join(folder, 'absent'), { configFileBytes: 20 })).toBeUndefined();
  expect(await readAuthFile(join(path, 'below-a-file'), { configFileBytes: 20 })).toBeUndefined();
});

it.each<[string, (path: string) => unknown]>([
  ['a pipe', (path) => execFileSync('mkfifo', [path])],
  ['a directory', (path) => mkdirSync(path)],
])('does not wait for %s', async (name, make) => {
  const path = join(folder, name);
  make(path);
  await expect(readAuthFile(path, { configFileBytes: 20 })).rejects.toMatchObject({ code: 'CREDENTIALS_UNUSABLE' });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { quietRuntime } from '../../model/runtime.ts';
import { askCredentialHelper } from './credential-helper.ts';

const limits = { credentialHelperMs: 60_000, credentialHelperBytes: 1_024 };
/** For helpers that never answer: all others may take as long as a busy machine needs. */
const impatient = { ...limits, credentialHelperMs: 400 };
const hidden = 'p4ssw0rd-that-nobody-may-see';
const folder = mkdtempSync(join(tmpdir(), 'pratique-helper-'));
const path = process.env['PATH'];
beforeAll(() => {
  process.env['PATH'] = [folder, path].join(delimiter);
});
afterAll(() => {
  process.env['PATH'] = path;
  rmSync(folder, { recursive: true, force: true });
});

let count = 0;

/** Puts a helper on the path whose program is a shell script, as users have them. */
function install(script: string): string {
  const name = `test-${++count}`;
  writeFileSync(join(folder, `docker-credential-${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return name;
}

it.each<[string, string, string, unknown]>([
  [
    'a password',
    `cat >/dev/null; echo '{"ServerURL":"ghcr.io","Username":"a","Secret":"b"}'`,
    'ghcr.io',
    { kind: 'password', username: 'a' },
  ],
  ['an identity token', `cat >/dev/null; echo '{"ServerURL":"","Username":"<token>","Secret":"b"}'`, 'ghcr.io', { kind: 'identity-token' }],
  [
    'what it read and how it was called',
    `printf '{"Username":"%s %s","Secret":"b"}' "$1" "$(cat)"`,
    'ghcr.io',
    { username: 'get ghcr.io' },
  ],
  [
    'Docker Hub by its old name',
    `printf '{"Username":"%s","Secret":"b"}' "$(cat)"`,
    'docker.io',
    { username: 'https://index.docker.io/v1/' },
  ],
  ['an answer without reading', `exec echo '{"Username":"a","Secret":"b"}'`, 'ghcr.io', { username: 'a' }],
  ['nothing', `echo 'credentials not found in native keychain'; exit 1`, 'ghcr.io', undefined],
])('accepts %s', async (_, script, registry, expected) => {
  const { credentials, failure } = await askCredentialHelper(install(script), registry, limits, quietRuntime());
  expect(failure).toBeUndefined();
  if (expected === undefined) expect(credentials).toBeUndefined();
  else expect(credentials).toMatchObject(expected as object);
});

it.each([
  [
    'answers for another server',
    `echo '{"ServerURL":"https://other.example","Username":"a","Secret":"${hidden}"}'`,
    'answered for another server',
  ],
  ['answers without a secret', `echo '{"Username":"${hidden}"}'`, 'answered without Username and Secret'],
  ['answers a list', `echo '["${hidden}"]'`, 'answered without Username and Secret'],
  ['answers no JSON', `echo '${hidden}'`, 'answered something that is not a JSON object'],
])('refuses a helper that %s [225]', async (_, script, reason) => {
  const error: unknown = await askCredentialHelper(install(script), 'ghcr.io', limits, quietRuntime()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'CREDENTIALS_UNUSABLE', message: expect.stringContaining(reason) });
  expect(JSON.stringify([error, (error as Error).message, (error as Error).cause])).not.toContain(hidden);
});

it.each([
  ['hangs', 'sleep 4', 'did not answer within 400 ms', impatient],
  ['hangs with a child that holds its output', 'sleep 4 & sleep 4', 'did not answer within 400 ms', impatient],
  ['prints for ever', `while :; do echo ${hidden}; done`, 'printed more than 1024 bytes', limits],
  ['fails', `echo ${hidden}; echo ${hidden} >&2; exit 3`, 'failed (3)', limits],
])('reports a helper that %s, without its output [225]', async (_, script, failure, bounds) => {
  expect(await askCredentialHelper(install(script), 'ghcr.io', bounds, quietRuntime())).toEqual({ failure });
});

it.each(['../evil', '/bin/sh', 'a b', '', '-x', 'a;b', 'a\0b', 'x'.repeat(65)])(
  'refuses %j as the name of a helper [225]',
  async (name) => {
    await expect(askCredentialHelper(name, 'ghcr.io', limits, quietRuntime())).rejects.toMatchObject({
      code: 'CREDENTIALS_UNUSABLE',
      message: expect.stringContaining('is not a valid helper name'),
    });
  },
);

it('reports a helper that is not installed [225]', async () => {
  expect(await askCredentialHelper('nobody-has-this', 'ghcr.io', limits, quietRuntime())).toEqual({ failure: 'is not installed' });
});

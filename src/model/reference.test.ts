import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PratiqueError } from './pratique-error.ts';
import { formatReference, parseReference } from './reference.ts';

const sha256 = `sha256:${'a'.repeat(64)}`;
const sha512 = `sha512:${'b'.repeat(128)}`;

describe('parseReference', () => {
  it.each([
    ['alpine', 'docker.io/library/alpine:latest'],
    ['alpine:3.20', 'docker.io/library/alpine:3.20'],
    ['org/app', 'docker.io/org/app:latest'],
    ['docker.io/alpine', 'docker.io/library/alpine:latest'],
    ['index.docker.io/library/alpine:1', 'docker.io/library/alpine:1'],
    ['registry-1.docker.io/library/alpine:1', 'docker.io/library/alpine:1'],
    ['Registry-1.Docker.IO:443/org/app:1', 'docker.io/org/app:1'],
    ['docker.io:0443/alpine', 'docker.io/library/alpine:latest'],
    ['docker.io:5000/org/app', 'docker.io:5000/org/app:latest'],
    ['localhost:05000/app', 'localhost:5000/app:latest'],
    ['127.1:5000/app', '127.0.0.1:5000/app:latest'],
    ['2130706433:5000/app', '127.0.0.1:5000/app:latest'],
    ['0x7f.0.0.1/app', '127.0.0.1/app:latest'],
    ['[0:0::1]:5000/app', '[::1]:5000/app:latest'],
    ['ghcr.io/org/team/app:v1.0_x-y', 'ghcr.io/org/team/app:v1.0_x-y'],
    ['GHCR.IO/org/app', 'ghcr.io/org/app:latest'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost', 'docker.io/library/localhost:latest'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['app:5000', 'docker.io/library/app:5000'],
    ['[::1]:5000/app:1', '[::1]:5000/app:1'],
    ['[2001:db8::1]/app', '[2001:db8::1]/app:latest'],
    ['127.0.0.1:5000/a/b', '127.0.0.1:5000/a/b:latest'],
    ['xn--bcher-kva.example/app', 'xn--bcher-kva.example/app:latest'],
    [`alpine@${sha256}`, `docker.io/library/alpine@${sha256}`],
    [`alpine:3.20@${sha256}`, `docker.io/library/alpine:3.20@${sha256}`],
    [`example.com/a@${sha512}`, `example.com/a@${sha512}`],
    ['a__b/c.d/e---f', 'docker.io/a__b/c.d/e---f:latest'],
  ])('%s is %s', (text, expected) => {
    expect(formatReference(parseReference(text))).toBe(expected);
  });

  it('gives the parts', () => {
    expect(parseReference(`localhost:5000/org/app:1@${sha256}`)).toEqual({
      registry: 'localhost:5000',
      repository: 'org/app',
      tag: '1',
      digest: sha256,
    });
  });

  // Text that is no reference must not reach a registry.
  it.each([
    ['', 'a part is empty'],
    ['a'.repeat(10_240), 'is 10240 characters long'],
    ['../..', '.. is not a host name'],
    ['ghcr.io./org/app', 'ghcr.io. is not a host name'],
    ['1.2.3.256/app', '1.2.3.256 is not a host name'],
    ['a/../b', '.. is not part of a repository'],
    ['../../etc/passwd', 'is not a host name'],
    ['a//b', 'a part is empty'],
    ['/a', 'a part is empty'],
    ['a/', 'a part is empty'],
    ['Alpine', 'repository names must be lowercase'],
    ['Org/app', 'repository names must be lowercase'],
    ['ghcr.io/Org/app', 'repository names must be lowercase'],
    ['älpine', 'is not part of a repository'],
    ['alpine​', 'is not part of a repository'],
    ['alp ine', 'is not part of a repository'],
    ['alpine\n', 'is not part of a repository'],
    ['alpine:1\n', 'is not a tag'],
    ['alpine:', 'nothing follows the colon'],
    [`alpine:${'t'.repeat(129)}`, 'is not a tag'],
    ['alpine:-x', 'is not a tag'],
    [`@${sha256}`, 'it names no repository'],
    ['@sha256:', 'what follows @ is not'],
    ['alpine@sha256:abc', 'what follows @ is not'],
    [`alpine@md5:${'a'.repeat(32)}`, 'what follows @ is not'],
    [`alpine@${sha256.toUpperCase()}`, 'what follows @ is not'],
    ['host:99999/x', '99999 is not a port'],
    ['host:0/x', '0 is not a port'],
    ['host:/x', "is not a registry's host"],
    ['[::1/x', "is not a registry's host"],
    ['[1:2:3:4:5:6:7:8:9]/x', 'is not a host name'],
    ['-host.example/x', 'is not a host name'],
    ['a..b/x', 'is not a host name'],
    ['https://ghcr.io/org/app', 'leave out https://'],
    ['_a', 'is not part of a repository'],
    ['a___b', 'is not part of a repository'],
    [`example.com/${'a/'.repeat(130)}a`, 'longer than 255'],
    ['f'.repeat(64), 'it is an image ID'],
  ])('refuses %j', (text, reason) => {
    const error = refusal(text);
    expect(error.code).toBe('REFERENCE_INVALID');
    expect(error.message).toContain(reason);
    expect(error.message.length).toBeLessThan(400);
  });

  it.each(['user:hunter2@host.example/app', 'https://user:hunter2@host.example/app', `u:hunter2@host/app@${sha256}`])(
    'refuses credentials in %s without repeating them',
    (text) => {
      const error = refusal(text);
      expect(error.message).toBe('credentials do not belong in a reference');
      expect(error.hint).toContain('docker login');
    },
  );

  it('reads what it writes', () => {
    const component = fc.stringMatching(/^[a-z0-9]{1,8}(?:[._][a-z0-9]{1,8})?$/);
    const path = fc.array(component, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('/'));
    const tag = fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/), { nil: undefined });
    fc.assert(
      fc.property(fc.constantFrom('docker.io', 'localhost:5000', '[::1]:1', 'ghcr.io'), path, tag, (registry, repository, wanted) => {
        const reference = parseReference(`${registry}/${repository}${wanted === undefined ? '' : `:${wanted}`}`);
        expect(reference).toEqual({ registry, repository, tag: wanted ?? 'latest' });
        expect(parseReference(formatReference(reference))).toEqual(reference);
      }),
    );
  });
});

function refusal(text: string): PratiqueError {
  try {
    parseReference(text);
  } catch (error) {
    if (error instanceof PratiqueError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

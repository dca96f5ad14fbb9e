import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findDockerEndpoint } from './find-docker-endpoint.ts';

const folder = mkdtempSync(join(tmpdir(), 'pratique-endpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const socket = join(folder, 'docker.sock');
writeFileSync(socket, '');
const sockets = [join(folder, 'nothing'), socket, join(folder, 'later')];
const id = (name: string): string => createHash('sha256').update(name).digest('hex');

/** A directory like `~/.docker`. */
function configDirectory(files: Readonly<Record<string, unknown>>): string {
  const path = mkdtempSync(join(folder, 'config-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return path;
}

const meta = (name: string, docker: unknown): Record<string, unknown> => ({
  [`contexts/meta/${id(name)}/meta.json`]: { Name: name, Metadata: {}, Endpoints: { docker } },
});

describe('findDockerEndpoint', () => {
  it('prefers DOCKER_HOST to a context', async () => {
    const found = await findDockerEndpoint({ host: 'tcp://host:1', context: 'other', apiVersion: '1.40', sockets });
    expect(found).toEqual({ endpoint: { kind: 'tcp', host: 'host', port: 1 }, isThere: true, apiVersion: '1.40' });
  });

  it('looks for the files of TLS in the directory of certificates', async () => {
    const tls = { certificateDirectory: '/certs', isVerified: true };
    const files = { ca: '/certs/ca.pem', certificate: '/certs/cert.pem', key: '/certs/key.pem' };
    expect((await findDockerEndpoint({ host: 'tcp://host', tls, sockets })).endpoint).toEqual({
      kind: 'tcp',
      host: 'host',
      port: 2376,
      tls: { isVerified: true, ...files },
    });
  });

  it.each<[string, Record<string, unknown>, { readonly context?: string }]>([
    [
      'of DOCKER_CONTEXT',
      { 'config.json': { currentContext: 'other' }, ...meta('remote', { Host: 'ssh://me@host' }) },
      { context: 'remote' },
    ],
    ['that is current', { 'config.json': { currentContext: 'remote' }, ...meta('remote', { Host: 'ssh://me@host' }) }, {}],
  ])('accepts the context %s', async (_name, files, asked) => {
    const found = await findDockerEndpoint({ ...asked, configDirectory: configDirectory(files), sockets });
    expect(found).toEqual({ endpoint: { kind: 'ssh', user: 'me', host: 'host' }, isThere: true });
  });

  it('accepts the TLS files of a context', async () => {
    const tlsFiles = Object.fromEntries(['ca', 'cert', 'key'].map((name) => [`contexts/tls/${id('tls')}/docker/${name}.pem`, 'PEM']));
    const path = configDirectory({ ...meta('tls', { Host: 'tcp://host:2376', SkipTLSVerify: false }), ...tlsFiles });
    const tls = join(path, `contexts/tls/${id('tls')}/docker`);
    expect((await findDockerEndpoint({ context: 'tls', configDirectory: path, sockets })).endpoint).toEqual({
      kind: 'tcp',
      host: 'host',
      port: 2376,
      tls: { isVerified: true, ca: join(tls, 'ca.pem'), certificate: join(tls, 'cert.pem'), key: join(tls, 'key.pem') },
    });
    const unverified = configDirectory(meta('tls', { Host: 'tcp://host:2376', SkipTLSVerify: true }));
    expect((await findDockerEndpoint({ context: 'tls', configDirectory: unverified, sockets })).endpoint).toMatchObject({
      tls: { isVerified: false },
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['there is no config.json', {}],
    ['config.json is empty', { 'config.json': '' }],
    ['config.json names no context', { 'config.json': { auths: {} } }],
    ['config.json names the default context', { 'config.json': { currentContext: 'default' } }],
  ])('accepts the first socket that exists where %s', async (_name, files) => {
    const found = await findDockerEndpoint({ configDirectory: configDirectory(files), sockets });
    expect(found).toEqual({ endpoint: { kind: 'unix', path: socket }, isThere: true });
  });

  it('names the first socket where none exists', async () => {
    const found = await findDockerEndpoint({ sockets: [join(folder, 'nothing'), join(folder, 'later')] });
    expect(found).toEqual({ endpoint: { kind: 'unix', path: join(folder, 'nothing') }, isThere: false });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a context that does not exist', { 'config.json': { currentContext: 'gone' } }, 'Docker context "gone" does not exist in'],
    ['a config.json that is not JSON', { 'config.json': '{' }, 'config.json is not JSON'],
    [
      'a context without a Docker endpoint',
      { 'config.json': { currentContext: 'k' }, [`contexts/meta/${id('k')}/meta.json`]: { Endpoints: {} } },
      'Endpoints.docker is missing',
    ],
    [
      'a context with another scheme',
      { 'config.json': { currentContext: 'k' }, ...meta('k', { Host: 'npipe:////./pipe/x' }) },
      'Docker context "k": "npipe:////./pipe/x" has the scheme npipe',
    ],
  ])('refuses %s', async (_name, files, message) => {
    await expect(findDockerEndpoint({ configDirectory: configDirectory(files), sockets })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message),
    });
  });
});

import { describe, expect, it } from 'vitest';
import { formatEndpoint, parseEngineHost } from './engine-endpoint.ts';

const tls = { isVerified: true };

describe('parseEngineHost', () => {
  it.each([
    ['unix:///var/run/docker.sock', { kind: 'unix', path: '/var/run/docker.sock' }],
    ['tcp://127.0.0.1:2375', { kind: 'tcp', host: '127.0.0.1', port: 2375 }],
    ['tcp://docker.example/', { kind: 'tcp', host: 'docker.example', port: 2375 }],
    ['tcp://[::1]:4711', { kind: 'tcp', host: '[::1]', port: 4711 }],
    ['ssh://host.example', { kind: 'ssh', host: 'host.example' }],
    ['ssh://me@host.example:22', { kind: 'ssh', user: 'me', host: 'host.example', port: 22 }],
    [
      'ssh://me@[fe80::1]/run/user/1000/podman/podman.sock',
      { kind: 'ssh', user: 'me', host: 'fe80::1', socket: '/run/user/1000/podman/podman.sock' },
    ],
    ['ssh://host/', { kind: 'ssh', host: 'host' }],
  ])('reads %s', (text, endpoint) => {
    expect(parseEngineHost(text, 'DOCKER_HOST')).toEqual(endpoint);
  });

  it('uses the TLS port by default with TLS', () => {
    expect(parseEngineHost('tcp://docker.example', 'DOCKER_HOST', tls)).toEqual({ kind: 'tcp', host: 'docker.example', port: 2376, tls });
    expect(parseEngineHost('tcp://docker.example:1', 'DOCKER_HOST', tls)).toMatchObject({ port: 1, tls });
    expect(parseEngineHost('unix:///a', 'DOCKER_HOST', tls)).toEqual({ kind: 'unix', path: '/a' });
  });

  it.each([
    ['', 'is not an address'],
    ['/var/run/docker.sock', 'is not an address'],
    ['npipe:////./pipe/docker_engine', 'has the scheme npipe, which is not supported'],
    ['unix://docker.sock', 'does not name a socket by its path'],
    ['tcp://host:0', 'is not a host and a port'],
    ['tcp://host:65536', 'is not a host and a port'],
    ['tcp://-oProxyCommand=touch:1', 'is not a host and a port'],
    ['tcp://host/path', 'is not a host and a port'],
    ['ssh://-oProxyCommand=touch', 'is not a user, a host and a port'],
    ['ssh://-oProxyCommand=touch@host', 'is not a user, a host and a port'],
    ['ssh://host/run/$(touch x)', 'is not a user, a host and a port'],
    ['ssh://host;touch', 'is not a user, a host and a port'],
  ])('refuses %j [234]', (text, reason) => {
    expect(() => parseEngineHost(text, 'DOCKER_HOST')).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: `DOCKER_HOST: ${JSON.stringify(text)} ${reason}` }),
    );
  });

  it('does not repeat a password', () => {
    expect(() => parseEngineHost('ssh://me:secret@host', 'DOCKER_HOST')).toThrow('DOCKER_HOST: "ssh://…@host" is not a user');
  });
});

describe('formatEndpoint', () => {
  it.each(['unix:///var/run/docker.sock', 'tcp://[::1]:4711', 'ssh://host.example:22'])('writes %s', (text) => {
    expect(formatEndpoint(parseEngineHost(text, 'DOCKER_HOST'))).toBe(text);
  });
});

import { describe, expect, it } from 'vitest';
import { readEngineOptions } from './read-engine-options.ts';

const sockets = ['/var/run/docker.sock', '/home/me/.docker/run/docker.sock', '/home/me/.docker/desktop/docker.sock'];

describe('readEngineOptions', () => {
  it('uses the default sockets without settings', () => {
    expect(readEngineOptions({ DOCKER_CONFIG: '/home/me/.docker' }, '/home/me')).toEqual({
      docker: { configDirectory: '/home/me/.docker', sockets },
      podman: { sockets: ['/run/podman/podman.sock'] },
      containerd: {
        roots: [
          '/var/lib/containerd',
          '/var/lib/rancher/k3s/agent/containerd',
          '/var/snap/microk8s/common/var/lib/containerd',
          '/home/me/.local/share/containerd',
        ],
      },
      sshEnvironment: {},
    });
  });

  it('adds the sockets of engines that run without root', () => {
    const { docker, podman } = readEngineOptions({ XDG_RUNTIME_DIR: '/run/user/1000', DOCKER_CONFIG: '/c' }, '/home/me');
    expect(docker?.sockets).toEqual(['/var/run/docker.sock', '/run/user/1000/docker.sock', ...sockets.slice(1)]);
    expect(podman?.sockets).toEqual(['/run/user/1000/podman/podman.sock', '/run/podman/podman.sock']);
  });

  it.each([
    [
      { DOCKER_HOST: 'tcp://h', DOCKER_CONTEXT: 'c', DOCKER_API_VERSION: '1.40' },
      { host: 'tcp://h', context: 'c', apiVersion: '1.40' },
    ],
    [{ DOCKER_HOST: '', DOCKER_CONTEXT: '', DOCKER_API_VERSION: '', DOCKER_TLS_VERIFY: '' }, {}],
    [{ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' }, { tls: { isVerified: true, certificateDirectory: '/certs' } }],
    // Any value counts, as for the docker command.
    [{ DOCKER_TLS_VERIFY: '0' }, { tls: { isVerified: true, certificateDirectory: '/c' } }],
    [{ DOCKER_TLS: '1' }, { tls: { isVerified: false, certificateDirectory: '/c' } }],
  ])('reads %j', (environment, expected) => {
    expect(readEngineOptions({ DOCKER_CONFIG: '/c', ...environment }, '/home/me').docker).toEqual({
      configDirectory: '/c',
      sockets,
      ...expected,
    });
  });

  it('reads where containerd keeps its images, and which namespace is meant', () => {
    expect(
      readEngineOptions({ PRATIQUE_CONTAINERD_ROOT: '/host/containerd', CONTAINERD_NAMESPACE: 'k8s.io' }, '/home/me').containerd,
    ).toEqual({
      roots: ['/host/containerd'],
      namespace: 'k8s.io',
    });
  });

  it('reads where Podman listens, and what ssh needs and nothing else', () => {
    const environment = { CONTAINER_HOST: 'ssh://h', PATH: '/bin', SSH_AUTH_SOCK: '/agent', AWS_SECRET_ACCESS_KEY: 'secret' };
    expect(readEngineOptions(environment, '/home/me')).toMatchObject({ podman: { host: 'ssh://h' } });
    expect(readEngineOptions(environment, '/home/me').sshEnvironment).toEqual({ PATH: '/bin', SSH_AUTH_SOCK: '/agent' });
  });
});

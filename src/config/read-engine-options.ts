import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ContainerdOptions, type DockerOptions, type EngineOptions } from '../model/engine-options.ts';
import { dockerConfigDirectory } from './docker-config-directory.ts';
import { readSetting, type Environment, type SettingName } from './settings.ts';

/** How the docker and podman commands would find their services. `home` is the user's directory. */
export function readEngineOptions(environment: Environment = process.env, home: string = homedir()): EngineOptions {
  const runtimeDirectory = readSetting('XDG_RUNTIME_DIR', environment);
  const podmanHost = readSetting('CONTAINER_HOST', environment);
  return {
    docker: dockerOptions(environment, home, runtimeDirectory),
    podman: {
      ...(podmanHost ? { host: podmanHost } : {}),
      sockets: [...(runtimeDirectory ? [join(runtimeDirectory, 'podman', 'podman.sock')] : []), '/run/podman/podman.sock'],
    },
    containerd: containerdOptions(environment, home),
    sshEnvironment: pick(environment, ['PATH', 'HOME', 'USER', 'LOGNAME', 'SSH_AUTH_SOCK']),
  };
}

/** The daemon of the system, then one without root, then Docker Desktop on macOS and Linux. */
function dockerOptions(environment: Environment, home: string, runtimeDirectory: string | undefined): DockerOptions {
  const text = (name: SettingName): string | undefined => readSetting(name, environment) || undefined;
  const configDirectory = dockerConfigDirectory(environment);
  const [host, context, apiVersion] = [text('DOCKER_HOST'), text('DOCKER_CONTEXT'), text('DOCKER_API_VERSION')];
  const isVerified = text('DOCKER_TLS_VERIFY') !== undefined;
  const hasTls = isVerified || text('DOCKER_TLS') !== undefined;
  return {
    ...(host === undefined ? {} : { host }),
    ...(context === undefined ? {} : { context }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(hasTls ? { tls: { isVerified, certificateDirectory: text('DOCKER_CERT_PATH') ?? configDirectory } } : {}),
    configDirectory,
    sockets: [
      '/var/run/docker.sock',
      ...(runtimeDirectory ? [join(runtimeDirectory, 'docker.sock')] : []),
      join(home, '.docker', 'run', 'docker.sock'),
      join(home, '.docker', 'desktop', 'docker.sock'),
    ],
  };
}

/** containerd of the system, of k3s, of MicroK8s, and of nerdctl without root. */
function containerdOptions(environment: Environment, home: string): ContainerdOptions {
  const root = readSetting('PRATIQUE_CONTAINERD_ROOT', environment);
  const namespace = readSetting('CONTAINERD_NAMESPACE', environment);
  const roots = [
    '/var/lib/containerd',
    '/var/lib/rancher/k3s/agent/containerd',
    '/var/snap/microk8s/common/var/lib/containerd',
    join(home, '.local', 'share', 'containerd'),
  ];
  return { roots: root ? [root] : roots, ...(namespace ? { namespace } : {}) };
}

function pick(environment: Environment, names: readonly SettingName[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = readSetting(name, environment);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

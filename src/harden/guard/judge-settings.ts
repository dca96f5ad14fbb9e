import { posix } from 'node:path';
import { type ContainerSettings, type HostMount } from './container-settings.ts';
import { type ContainerAllowances } from './guard-policy.ts';

/** Where a path of the host leads, links followed; the path itself where that is not known. */
export type ResolvePath = (path: string) => string;

/** Why a container is refused, a phrase each; empty where everything that it asks for is allowed. */
export function judgeSettings(settings: ContainerSettings, allow: ContainerAllowances, resolve: ResolvePath = (path) => path): readonly string[] {
  const { isPrivileged, mounts, addedCapabilities, hostNamespaces, devices, unconfined } = settings;
  const capabilities = addedCapabilities.map((name) => name.toUpperCase().replace(/^(?:CAP_)?/, 'CAP_'));
  const refused = [...new Set(capabilities)].filter((name) => !allow.capabilities.includes(name));
  return [
    ...(isPrivileged && !allow.privileged ? ['it is privileged'] : []),
    ...mounts.flatMap((mount) => judgeMount(mount, allow, resolve)),
    ...(refused.length === 0 ? [] : [`it adds ${refused.join(', ')}`]),
    ...hostNamespaces.filter((name) => !allow.hostNamespaces.includes(name)).map((name) => `it uses the host’s ${name} namespace`),
    ...devices.filter((path) => !allow.devices.some((allowed) => isBelow(path, allowed))).map((path) => `it gets the device ${path}`),
    ...(allow.unconfined ? [] : unconfined.map((name) => `${name} is switched off`)),
  ];
} // prettier-ignore

function judgeMount({ path, isReadOnly }: HostMount, allow: ContainerAllowances, resolve: ResolvePath): readonly string[] {
  const real = resolve(trimmed(posix.normalize(path)));
  const shown = real === path ? path : `${path} (${real})`;
  if (!allow.engineSocket && reachesSocket(real)) return [`it mounts ${shown}, with the socket of a container engine`];
  const isAllowed = allow.hostPaths.some((allowed) => {
    const isForReading = allowed.endsWith(':ro');
    return isBelow(real, isForReading ? allowed.slice(0, -3) : allowed) && (isReadOnly || !isForReading);
  });
  if (isAllowed || (allow.engineSocket && isSocket(real))) return [];
  return [`it mounts the host’s ${shown}${isReadOnly ? '' : ' for writing'}`];
}

const sockets = ['/run/docker.sock', '/run/containerd/containerd.sock', '/run/podman/podman.sock', '/run/crio/crio.sock', '/run/docker/plugins', '/run/docker/containerd/containerd.sock'] as const; // prettier-ignore
const socketName = /(?:^|\/)(?:docker|containerd|podman|crio|cri-dockerd)[^/]*\.sock$/;

function isSocket(path: string): boolean {
  return socketName.test(path);
}

/** It is one, or a folder that has one. */
function reachesSocket(path: string): boolean {
  const real = path.replace(/^\/var\/run(?=\/|$)/, '/run');
  // /var/run is a link to /run: a container that has /var does not have what the link leads to.
  return isSocket(real) || sockets.some((socket) => isBelow(socket, real));
}

function isBelow(path: string, folder: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}

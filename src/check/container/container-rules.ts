import { type ContainerRule } from './container.ts';
import { containerAsRoot, latestImage, lowGroupId, lowUserId, secretInEnvironment } from './rules/identity.ts';
import { engineSocket, hostDevice, hostMount, sharedMount } from './rules/mounts.ts';
import { hostCgroup, hostIpc, hostNetwork, hostPid, hostUserNamespace, hostUts } from './rules/namespaces.ts';
import { hostPort, portOnAllInterfaces, privilegedPort } from './rules/ports.ts';
import { addedCapability, capabilitiesNotDropped, newPrivileges, privileged, writableRoot } from './rules/privileges.ts';
import { appArmorUnconfined, seccompNotSet, seccompUnconfined, seLinuxOff } from './rules/profiles.ts';
import { noCpuLimit, noMemoryLimit, noProcessLimit } from './rules/resources.ts';

/** Every rule about how a container is to be run. */
export const containerRules: readonly ContainerRule[] = [
  addedCapability,
  appArmorUnconfined,
  capabilitiesNotDropped,
  containerAsRoot,
  engineSocket,
  hostCgroup,
  hostDevice,
  hostIpc,
  hostMount,
  hostNetwork,
  hostPid,
  hostPort,
  hostUserNamespace,
  hostUts,
  latestImage,
  lowGroupId,
  lowUserId,
  newPrivileges,
  noCpuLimit,
  noMemoryLimit,
  noProcessLimit,
  portOnAllInterfaces,
  privileged,
  privilegedPort,
  seccompNotSet,
  seccompUnconfined,
  secretInEnvironment,
  seLinuxOff,
  sharedMount,
  writableRoot,
];

import { type ManifestRule } from './manifest.ts';
import { configMapSecret, defaultNamespace, externalIp, systemNamespace } from './rules/objects.ts';
import { hostAliases, hostProcess, noRequests, otherVolume, procMount, serviceAccountToken, unsafeSysctl } from './rules/pods.ts';
import { openBinding, strongRole } from './rules/roles.ts';

/** Every rule about what only Kubernetes has; the rest is in `container/`. */
export const manifestRules: readonly ManifestRule[] = [
  configMapSecret,
  defaultNamespace,
  externalIp,
  hostAliases,
  hostProcess,
  noRequests,
  openBinding,
  otherVolume,
  procMount,
  serviceAccountToken,
  strongRole,
  systemNamespace,
  unsafeSysctl,
];

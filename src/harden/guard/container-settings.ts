import { type HostNamespace } from './guard-policy.ts';

/** What a container asks of its host, whoever asked: Docker, Swarm or Kubernetes. */
export interface ContainerSettings {
  readonly isPrivileged: boolean;
  readonly mounts: readonly HostMount[];
  /** As written, `ALL` among them. */
  readonly addedCapabilities: readonly string[];
  readonly hostNamespaces: readonly HostNamespace[];
  readonly devices: readonly string[];
  /** What is switched off, in words: `seccomp`, `AppArmor`. */
  readonly unconfined: readonly string[];
}

/** A path of the host in the container. */
export interface HostMount {
  readonly path: string;
  readonly isReadOnly: boolean;
}

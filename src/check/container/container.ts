import { type RuleLocation } from '../../model/finding.ts';
import { type Rule } from '../../model/rule.ts';

/** A value with its place in the file. */
export interface Setting<Value> {
  readonly value: Value;
  readonly at: RuleLocation;
  /** What it belongs to where that is not the container alone: the pod. A defect of the pod is told once. */
  readonly owner?: string;
}

export interface Mount {
  /** Path on the host; absent for volumes and temporary file systems. */
  readonly hostPath?: string;
  readonly isReadOnly: boolean;
  readonly isShared: boolean;
}

export interface PublishedPort {
  /** Absent: all interfaces. */
  readonly address?: string;
  /** Absent: any free port. */
  readonly hostPort?: number;
  readonly text: string;
}

export type HostNamespace = 'network' | 'pid' | 'ipc' | 'uts' | 'user' | 'cgroup';
export type Profile = 'default' | 'unconfined' | 'custom';

/** How a container is to be run, whether a Compose file says it or a Kubernetes manifest. What a file leaves to a variable without a default is absent. */
export interface Container {
  readonly language: 'compose' | 'kubernetes';
  readonly name: string;
  /** Where it is described. */
  readonly at: RuleLocation;
  /** Members that are given by variables, and so may be anything. */
  readonly image?: Setting<string>;
  /** `root`, `0`, `app:app`. */
  readonly user?: Setting<string>;
  readonly group?: Setting<string>;
  /** Kubernetes: the kubelet refuses to start it as root. */
  readonly refusesRoot?: boolean;
  readonly privileged?: Setting<boolean>;
  readonly addedCapabilities: readonly Setting<string>[];
  readonly droppedCapabilities: readonly Setting<string>[];
  readonly hostNamespaces: readonly Setting<HostNamespace>[];
  readonly noNewPrivileges?: Setting<boolean>;
  readonly isRootReadOnly: boolean;
  readonly seccomp?: Setting<Profile>;
  readonly appArmor?: Setting<Profile>;
  readonly seLinux?: Setting<'disabled' | 'custom'>;
  readonly hasMemoryLimit: boolean;
  readonly hasCpuLimit: boolean;
  readonly hasProcessLimit: boolean;
  readonly mounts: readonly Setting<Mount>[];
  readonly devices: readonly Setting<string>[];
  readonly ports: readonly Setting<PublishedPort>[];
  /** Values that are written in the file. */
  readonly environment: readonly Setting<{ readonly name: string; readonly value: string }>[];
}

export type ContainerRule = Rule<Container>;

const image = 'example.org/app:1.0.0';

/** A Compose file with one service, for examples. */
export function exampleService(text: string): string {
  return `services:\n  app:\n    image: ${image}\n${indent(text, 4)}\n`;
}

/** A manifest with one container, for examples: what is said of the container, and of its pod. */
export function exampleContainer(text: string, ofPod = ''): string {
  const pod = ofPod === '' ? '' : `${indent(ofPod, 2)}\n`;
  const head = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: app\n  namespace: shop\nspec:\n';
  return `${head}${pod}  containers:\n    - name: app\n      image: ${image}\n${text === '' ? '' : `${indent(text, 6)}\n`}`;
}

function indent(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => ' '.repeat(columns) + line)
    .join('\n');
}

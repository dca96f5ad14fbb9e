import { type Known } from '../known.ts';
import { type FileStatus } from '../host.ts';
import { type ContainerFacts } from './container-facts.ts';
import { type DaemonSettings } from './daemon-settings.ts';
import { type EngineFacts } from './engine-facts.ts';
import { type ImageFacts } from './image-facts.ts';
import { type ImageScan } from './image-scan.ts';
import { type NetworkFacts } from './network-facts.ts';
import { type SwarmFacts } from './swarm-facts.ts';

/** Everything that the checks are decided from. Collected once; a check asks nobody. */
export interface HostFacts {
  readonly engine: Known<EngineFacts>;
  /** Of dockerd: its configuration file and command line. */
  readonly daemon: Known<DaemonSettings>;
  readonly containers: Known<readonly ContainerFacts[]>;
  readonly images: Known<readonly ImageFacts[]>;
  /** By the image's ID; absent where images are not scanned. */
  readonly imageScans?: ReadonlyMap<string, Known<ImageScan>>;
  readonly networks: Known<readonly NetworkFacts[]>;
  /** `undefined`: the node is in no swarm. */
  readonly swarm: Known<SwarmFacts | undefined>;
  readonly files: HostFiles;
  /** Rules of the audit daemon, one a line; `undefined`: there is no audit daemon. */
  readonly auditRules: Known<readonly string[] | undefined>;
  readonly mountPoints: Known<ReadonlySet<string>>;
  /** Members of the group docker. */
  readonly dockerGroup: Known<readonly string[]>;
  /** Addresses that something listens on for TCP port 2377, as `/proc/net` writes them. */
  readonly swarmListeners: Known<readonly string[]>;
  /** Kernel settings by name, `kernel.randomize_va_space`; what is not there has no value. */
  readonly kernelSettings: Known<ReadonlyMap<string, string>>;
  /** Commands the audit log has of `docker exec`; `undefined`: it records none. */
  readonly execCommands: Known<readonly string[] | undefined>;
  /** Of `/etc/environment`: whether Docker Content Trust is switched on for everybody. */
  readonly contentTrust: Known<boolean>;
  readonly given: GivenFacts;
}

/** What the person or the configuration says. */
export interface GivenFacts {
  /** Users who may control Docker. */
  readonly trustedUsers: readonly string[];
  /** The configuration file that says who must have signed which images; absent where there is none. */
  readonly trustPolicy?: string;
  readonly now: Date;
}

export interface HostFiles {
  /** What the benchmark's section 3 is about, by its name there; several where it is a folder's content. */
  readonly byRole: ReadonlyMap<FileRole, Known<readonly HostFile[]>>;
  /** Paths among those asked for that exist. */
  readonly existing: Known<ReadonlySet<string>>;
  /** Number of the group docker, where there is one. */
  readonly dockerGroupId: Known<number | undefined>;
}

export const fileRoles = [
  'docker.service',
  'docker.socket unit',
  '/etc/docker',
  'registry certificates',
  'TLS CA certificate',
  'server certificate',
  'server key',
  'Docker socket',
  'daemon.json',
  '/etc/default/docker',
  '/etc/sysconfig/docker',
  'containerd socket',
] as const;
export type FileRole = (typeof fileRoles)[number];

export interface HostFile {
  readonly path: string;
  readonly status: FileStatus;
}

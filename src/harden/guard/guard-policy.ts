/** What `pratique guard` lets through: the section `guard` of `pratique.yaml`. */
export interface GuardPolicy {
  readonly images: {
    /** What an image must be before a container of it is made. */
    readonly requires: readonly ImageRequirement[];
    /** References, with `*`, that need none of it. */
    readonly exempt: readonly string[];
    /** How long a scan counts. */
    readonly maxAgeMs: number;
  };
  readonly allow: ContainerAllowances;
  /** What happens when a question cannot be answered: the registry is down, a body was not shown. */
  readonly onError: 'deny' | 'allow';
  /** A label that lets a container pass, with its value as the reason in the log; of these users, where any are named. */
  readonly breakGlass?: { readonly label: string; readonly users: readonly string[] };
}

export const imageRequirements = ['scanned', 'signed'] as const;
export type ImageRequirement = (typeof imageRequirements)[number];

export const hostNamespaces = ['network', 'pid', 'ipc', 'uts', 'user', 'cgroup'] as const;
export type HostNamespace = (typeof hostNamespaces)[number];

/** What containers may ask for; everything else is refused. */
export interface ContainerAllowances {
  readonly privileged: boolean;
  /** Folders of the host, and what is below them; with `:ro` only read-only. */
  readonly hostPaths: readonly string[];
  /** The socket of an engine, or a folder with it. */
  readonly engineSocket: boolean;
  /** With the prefix `CAP_`. */
  readonly capabilities: readonly string[];
  readonly hostNamespaces: readonly HostNamespace[];
  readonly devices: readonly string[];
  /** seccomp, AppArmor, SELinux or masked paths switched off. */
  readonly unconfined: boolean;
  /** Plugins of the engine. */
  readonly plugins: boolean;
}

/** Without a section `guard`. */
export const defaultGuardPolicy: GuardPolicy = {
  images: { requires: ['scanned'], exempt: [], maxAgeMs: 86_400_000 },
  allow: {
    privileged: false,
    hostPaths: [],
    engineSocket: false,
    capabilities: [],
    hostNamespaces: [],
    devices: [],
    unconfined: false,
    plugins: false,
  },
  onError: 'deny',
};

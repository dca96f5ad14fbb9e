/** How to reach the container engines of this machine; what the environment says of them. Plain data. */
export interface EngineOptions {
  readonly docker?: DockerOptions;
  readonly podman?: PodmanOptions;
  readonly containerd?: ContainerdOptions;
  /** What ssh needs of the environment, for engines on other machines. */
  readonly sshEnvironment?: Readonly<Record<string, string>>;
}

/** docs.docker.com, "Environment variables" of the command line. */
export interface DockerOptions {
  /** `DOCKER_HOST`, such as `unix:///var/run/docker.sock`, `tcp://host:2376`, `ssh://user@host`; wins over contexts. */
  readonly host?: string;
  /** `DOCKER_CONTEXT`; wins over `currentContext` of `config.json`. */
  readonly context?: string;
  /** Folder of `config.json` and of `contexts`. */
  readonly configDirectory?: string;
  /** TLS for `host`. */
  readonly tls?: { readonly certificateDirectory: string; readonly isVerified: boolean };
  /** `DOCKER_API_VERSION`; negotiated when absent. */
  readonly apiVersion?: string;
  /** Where the daemon listens when nothing else says it; the first that exists is used. */
  readonly sockets: readonly string[];
}

export interface PodmanOptions {
  /** `CONTAINER_HOST`. */
  readonly host?: string;
  readonly sockets: readonly string[];
}

export interface ContainerdOptions {
  /** Directories that containerd keeps its state in (`root` of its configuration); all that exist are searched. */
  readonly roots: readonly string[];
  /** `CONTAINERD_NAMESPACE`; all are searched when absent. */
  readonly namespace?: string;
}

interface Setting {
  /** One sentence for the reference page. */
  readonly meaning: string;
  /** In words, when the variable is not set. */
  readonly default: string;
  /** Who defined the name, where it is not ours. */
  readonly origin?: string;
}

/** Every environment variable that Pratique reads. docs/reference/configuration.md is made from this table. */
export const settings = {
  PRATIQUE_CACHE_DIR: {
    meaning: 'Directory of the cache: layer indexes, downloaded databases, the sample image. `--cache-dir` wins over it.',
    default:
      '`$XDG_CACHE_HOME/pratique`, then `~/.cache/pratique` (macOS: `~/Library/Caches/pratique`, Windows: `%LOCALAPPDATA%\\pratique`)',
  },
  PRATIQUE_DB: { meaning: 'Directory of the advisory database. `--db` wins over it.', default: '`db` in the cache directory' },
  PRATIQUE_FEEDS: {
    meaning: 'URL of a mirror, or a folder, that `db update` reads the advisory feeds from. `--from` wins over it.',
    default: 'the publishers themselves',
  },
  PRATIQUE_THREADS: {
    meaning: 'How many threads read layers; 0 to read them on the main thread only.',
    default: 'up to 3 besides the main thread for large images, otherwise 0',
  },
  PRATIQUE_UNKNOWN_SEVERITY: {
    meaning:
      'What findings that no publisher rates do to a gate with `--severity`: `fail`, `warn` or `pass`. `--unknown-severity` wins over it.',
    default: '`warn`',
  },
  PRATIQUE_CONFIG: {
    meaning: 'Configuration file, with the trust policy. `--config` wins over it.',
    default: '`pratique.yaml` in the working directory, where there is one',
  },
  DOCKER_CONTENT_TRUST: {
    meaning:
      'Whether Docker verifies signatures with Notary. `verify` and `scan --verify` then ask Notary where no policy or option names trusted signers, `scan` without `--verify` warns, and `trust migrate check` reads it. Every value that is not false counts as on.',
    default: 'off',
    origin: 'Docker',
  },
  DOCKER_CONTENT_TRUST_SERVER: {
    meaning: 'The Notary server of every image, as an https address. `--server` wins over it.',
    default: '`https://notary.docker.io` for Docker Hub, and the registry itself for others',
    origin: 'Docker',
  },
  DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: { meaning: 'Passphrase of root keys.', default: 'asked for on the terminal', origin: 'Docker' },
  DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: {
    meaning: 'Passphrase of targets, snapshot and delegation keys.',
    default: 'asked for on the terminal',
    origin: 'Docker',
  },
  NOTARY_ROOT_PASSPHRASE: { meaning: 'Passphrase of root keys, where Docker’s variable is not set.', default: 'none', origin: 'notary' },
  NOTARY_TARGETS_PASSPHRASE: { meaning: 'Passphrase of targets keys, where Docker’s is not set.', default: 'none', origin: 'notary' },
  NOTARY_SNAPSHOT_PASSPHRASE: { meaning: 'Passphrase of snapshot keys, where Docker’s is not set.', default: 'none', origin: 'notary' },
  NOTARY_DELEGATION_PASSPHRASE: { meaning: 'Passphrase of delegation keys, where Docker’s is not set.', default: 'none', origin: 'notary' },
  NOTARY_AUTH: {
    meaning: 'Credentials of the Notary server, as base64 of `user:password`.',
    default: 'credentials of the registry',
    origin: 'notary',
  },
  COSIGN_PASSWORD: {
    meaning: 'Passphrase of the private key that `sign` and `attest` are given with `--key`; an empty one counts.',
    default: 'asked for on the terminal',
    origin: 'cosign',
  },
  SIGSTORE_ID_TOKEN: {
    meaning: 'Identity token to sign with where there is no key. GitLab sets it where a job’s `id_tokens` name it.',
    default: 'the token of the CI service',
    origin: 'cosign',
  },
  ACTIONS_ID_TOKEN_REQUEST_URL: {
    meaning: 'Where a job of GitHub Actions gets its identity token.',
    default: 'none',
    origin: 'GitHub Actions, in jobs with the permission `id-token: write`',
  },
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: {
    meaning: 'Token that authenticates the job to it; sent nowhere else.',
    default: 'none',
    origin: 'GitHub Actions, in jobs with the permission `id-token: write`',
  },
  XDG_CACHE_HOME: { meaning: 'Where caches live.', default: '`~/.cache`', origin: 'XDG Base Directory Specification' },
  XDG_CONFIG_HOME: {
    meaning: 'Where Notation keeps its trust policy and trust store, in `notation`.',
    default: '`~/.config` (macOS: `~/Library/Application Support`)',
    origin: 'XDG Base Directory Specification',
  },
  APPDATA: { meaning: 'The same on Windows.', default: '`~/AppData/Roaming`', origin: 'Windows' },
  LOCALAPPDATA: { meaning: 'Where caches live on Windows.', default: '`~/AppData/Local`', origin: 'Windows' },
  DOCKER_CONFIG: {
    meaning: "Directory of Docker's `config.json`, which holds registry credentials and their helpers.",
    default: '`~/.docker`',
    origin: 'Docker',
  },
  DOCKER_HOST: {
    meaning: 'Where the Docker daemon listens: `unix:///path`, `tcp://host:port` or `ssh://user@host`.',
    default: 'the Docker context, then `/var/run/docker.sock`, `$XDG_RUNTIME_DIR/docker.sock` and the sockets of Docker Desktop',
    origin: 'Docker',
  },
  DOCKER_CONTEXT: { meaning: 'Docker context to use.', default: '`currentContext` of `config.json`', origin: 'Docker' },
  DOCKER_TLS_VERIFY: {
    meaning: 'Any value but the empty one: TLS for `DOCKER_HOST`, with verification.',
    default: 'off',
    origin: 'Docker',
  },
  DOCKER_TLS: { meaning: 'Any value but the empty one: TLS for `DOCKER_HOST`, without verification.', default: 'off', origin: 'Docker' },
  DOCKER_CERT_PATH: {
    meaning: 'Directory with `ca.pem`, `cert.pem` and `key.pem` for TLS with `DOCKER_HOST`.',
    default: '`$DOCKER_CONFIG`',
    origin: 'Docker',
  },
  DOCKER_API_VERSION: { meaning: 'Version of the Docker Engine API to speak.', default: 'negotiated', origin: 'Docker' },
  CONTAINER_HOST: {
    meaning: 'Where the Podman service listens, written like `DOCKER_HOST`.',
    default: '`$XDG_RUNTIME_DIR/podman/podman.sock`, then `/run/podman/podman.sock`',
    origin: 'Podman',
  },
  CONTAINERD_NAMESPACE: { meaning: 'Namespace of containerd to look for images in.', default: 'all', origin: 'containerd' },
  PRATIQUE_CONTAINERD_ROOT: {
    meaning: 'Directory that containerd keeps its images in; on a node that is mounted elsewhere, the path there.',
    default: '`/var/lib/containerd`, the directories of k3s and MicroK8s, and `~/.local/share/containerd`',
  },
  PATH: { meaning: 'Where programs are found; handed to ssh for engines on other machines.', default: 'none', origin: 'POSIX' },
  HOME: { meaning: 'Handed to ssh for engines on other machines.', default: 'none', origin: 'POSIX' },
  USER: { meaning: 'Handed to ssh for engines on other machines.', default: 'none', origin: 'POSIX' },
  LOGNAME: { meaning: 'Handed to ssh for engines on other machines.', default: 'none', origin: 'POSIX' },
  SSH_AUTH_SOCK: { meaning: 'Agent with keys; handed to ssh for engines on other machines.', default: 'none', origin: 'OpenSSH' },
  REGISTRY_AUTH_FILE: {
    meaning: "Podman's credentials file, asked after Docker's.",
    default: '`$XDG_RUNTIME_DIR/containers/auth.json`',
    origin: 'containers-auth.json(5)',
  },
  XDG_RUNTIME_DIR: {
    meaning: 'Where Podman keeps its credentials, and where engines without root listen.',
    default: 'none',
    origin: 'XDG Base Directory Specification',
  },
  HTTPS_PROXY: { meaning: 'Proxy for https registries and feeds; `https_proxy` too.', default: 'none', origin: 'curl and others' },
  HTTP_PROXY: { meaning: 'Proxy for http registries and feeds; `http_proxy` wins.', default: 'none', origin: 'curl and others' },
  NO_PROXY: { meaning: 'Hosts that are reached without a proxy; `no_proxy` too.', default: 'none', origin: 'curl and others' },
  NODE_EXTRA_CA_CERTS: {
    meaning: 'PEM file of additional certificate authorities to trust; read by Node itself. `--ca-file` is the same for one run.',
    default: 'none',
    origin: 'Node.js',
  },
  NO_COLOR: { meaning: 'Any value but the empty one turns colour off.', default: 'colour on a terminal', origin: 'no-color.org' },
  FORCE_COLOR: {
    meaning:
      '`1`, `2`, `3`, `true` or empty turn colour on without a terminal, `0` and `false` turn it off; wins over NO_COLOR, as in Node.',
    default: 'colour on a terminal',
    origin: 'Node.js',
  },
  FORCE_HYPERLINK: {
    meaning: '`0` and `false` turn links in the table off, any other value turns them on where the terminal is not known to show them.',
    default: 'links on terminals that show them',
    origin: 'supports-hyperlinks',
  },
  TERM_PROGRAM: { meaning: 'Which terminal it is, for links.', default: 'none', origin: 'terminals' },
  VTE_VERSION: { meaning: 'Version of VTE, for links.', default: 'none', origin: 'GNOME Terminal and others' },
  WT_SESSION: { meaning: 'Set by Windows Terminal, for links.', default: 'none', origin: 'Windows Terminal' },
  KONSOLE_VERSION: { meaning: 'Set by Konsole, for links.', default: 'none', origin: 'Konsole' },
  TERM: { meaning: '`dumb` turns colour and progress off.', default: '', origin: 'terminfo' },
  COLUMNS: { meaning: 'Width of the table where standard output is not a terminal.', default: '80', origin: 'POSIX' },
  CI: {
    meaning: 'Any value but the empty one, `0` and `false` turns progress off.',
    default: 'progress on a terminal',
    origin: 'CI services',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** What variables are read from; the process's own by default. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable's value. `undefined` when it is not set; an empty value is kept, since some variables mean something by it. */
export function readSetting(name: SettingName, environment: Environment = process.env): string | undefined {
  return environment[name];
}

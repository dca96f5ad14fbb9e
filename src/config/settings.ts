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
    meaning: 'Directory of the cache: layer indexes, downloaded databases, the sample image. `--cache-dir` overrides it.',
    default:
      '`$XDG_CACHE_HOME/pratique`, then `~/.cache/pratique` (macOS: `~/Library/Caches/pratique`, Windows: `%LOCALAPPDATA%\\pratique`)',
  },
  PRATIQUE_DB: { meaning: 'Directory of the advisory database. `--db` overrides it.', default: '`db` in the cache directory' },
  PRATIQUE_FEEDS: {
    meaning: 'URL of a mirror, or a folder, that scans and `db update` read the advisory feeds from. `--from` overrides it.',
    default: 'the publishers’ own servers',
  },
  PRATIQUE_FEEDS_AUTH: {
    meaning: 'Credentials for that mirror: `user:password`, or the whole value of an `Authorization` header such as `Bearer TOKEN`.',
    default: 'none',
  },
  PRATIQUE_DB_REPOSITORY: {
    meaning:
      'Signed advisory repository, and its mirrors after commas: http(s) URL, `oci:REGISTRY/NAME`, `npm:PACKAGE`, folder or bundle. `--db-repository` overrides it.',
    default: 'none',
  },
  PRATIQUE_DB_ROOT: {
    meaning: 'File with the `root.json` that this repository is verified with. `--db-root` overrides it.',
    default: 'none',
  },
  NPM_CONFIG_REGISTRY: {
    meaning: 'npm registry that an advisory repository `npm:PACKAGE` is read from.',
    default: '`https://registry.npmjs.org/`',
    origin: 'npm',
  },
  PRATIQUE_REPO_PASSPHRASE: {
    meaning: 'Passphrase of the private keys that `db repo` and `db export` sign with.',
    default: 'none: keys are stored unencrypted',
  },
  PRATIQUE_SKIP_DB_UPDATE: {
    meaning: 'Whether scans use the advisories on this machine as they are and download none: `1` or `true`. Same as `--skip-db-update`.',
    default: 'off',
  },
  PRATIQUE_THREADS: {
    meaning: 'Number of threads that read layers; 0 reads them on the main thread only.',
    default: 'up to 3 for large images, otherwise 0',
  },
  PRATIQUE_DATABASE_URL: {
    meaning: 'URL of the PostgreSQL server that `serve` uses. `--database` overrides it.',
    default: 'an embedded database in the folder of `--data`',
  },
  PRATIQUE_SERVER_KEY: {
    meaning: 'Key that `serve` encrypts stored credentials with: 64 hexadecimal digits. Every process on one database needs the same.',
    default: 'a file in the folder of `--data`, made at the first start',
  },
  PRATIQUE_SERVER: { meaning: 'URL of the server that `repo` asks. `--server` overrides it.', default: 'none' },
  PRATIQUE_TOKEN: { meaning: 'API token for that server.', default: 'none' },
  SOURCE_DATE_EPOCH: {
    meaning: 'Date that SBOMs state, in seconds since 1970, so that the same image gives the same bytes.',
    default: 'the current time',
    origin: 'Reproducible Builds',
  },
  AWS_REGION: { meaning: 'Region that a template may name (`getEnv`).', default: 'none', origin: 'AWS' },
  AWS_ACCOUNT_ID: { meaning: 'Account that a template may name (`getEnv`).', default: 'none', origin: 'Trivy’s asff.tpl' },
  GITHUB_ACTIONS: {
    meaning: '`true` writes SARIF for GitHub where `--target` names no service.',
    default: 'none',
    origin: 'GitHub Actions',
  },
  GITLAB_CI: { meaning: '`true` writes SARIF for GitLab where `--target` names no service.', default: 'none', origin: 'GitLab' },
  TF_BUILD: { meaning: '`True` writes SARIF for Azure where `--target` names no service.', default: 'none', origin: 'Azure Pipelines' },
  GITHUB_TOKEN: { meaning: 'Token that `watch --github` starts a workflow with.', default: 'none', origin: 'GitHub Actions' },
  GITHUB_API_URL: { meaning: 'API that `watch --github` asks.', default: '`https://api.github.com`', origin: 'GitHub Actions' },
  GITLAB_TRIGGER_TOKEN: { meaning: 'Token that `watch --gitlab` starts a pipeline with.', default: 'none' },
  CI_SERVER_URL: { meaning: 'GitLab server that `watch --gitlab` asks.', default: '`https://gitlab.com`', origin: 'GitLab' },
  GITHUB_SHA: { meaning: 'Commit that `sbom --format github` names.', default: 'none', origin: 'GitHub Actions' },
  GITHUB_REF: { meaning: 'Ref that `sbom --format github` names.', default: 'none', origin: 'GitHub Actions' },
  GITHUB_RUN_ID: { meaning: 'Run that `sbom --format github` names.', default: 'none', origin: 'GitHub Actions' },
  GITHUB_WORKFLOW: { meaning: 'Workflow that `sbom --format github` names.', default: 'none', origin: 'GitHub Actions' },
  GITHUB_JOB: { meaning: 'Job that `sbom --format github` names.', default: 'none', origin: 'GitHub Actions' },
  PRATIQUE_UNKNOWN_SEVERITY: {
    meaning:
      'Effect of findings of unknown severity on a gate with `--severity`: `fail`, `warn` or `pass`. `--unknown-severity` overrides it.',
    default: '`warn`',
  },
  PRATIQUE_CONFIG: {
    meaning: 'Configuration file, which contains the trust policy. `--config` overrides it.',
    default: '`pratique.yaml` in the working directory, if it exists',
  },
  HADOLINT_IGNORE: { meaning: 'Rules that `lint` sets aside, besides those of `--ignore`.', default: 'none', origin: 'hadolint' },
  HADOLINT_FAILURE_THRESHOLD: {
    meaning: 'Lowest level that fails `lint`: `error`, `warning`, `info`, `style` or `none`. `--failure-threshold` overrides it.',
    default: 'none',
    origin: 'hadolint',
  },
  HADOLINT_TRUSTED_REGISTRIES: {
    meaning: 'Registries that images may come from. `--trusted-registry` overrides it.',
    default: 'none',
    origin: 'hadolint',
  },
  HADOLINT_REQUIRE_LABELS: {
    meaning: 'Labels that an image must have, as `KEY:TYPE`, besides those of `--require-label`.',
    default: 'none',
    origin: 'hadolint',
  },
  HADOLINT_NOFAIL: { meaning: '`1`, `true` or `yes`: `lint` exits 0 whatever is found.', default: 'none', origin: 'hadolint' },
  HADOLINT_STRICT_LABELS: { meaning: '`1`, `true` or `yes` is `lint --strict-labels`.', default: 'none', origin: 'hadolint' },
  HADOLINT_DISABLE_IGNORE_PRAGMA: {
    meaning: '`1`, `true` or `yes` is `lint --disable-ignore-pragma`.',
    default: 'none',
    origin: 'hadolint',
  },
  HADOLINT_OVERRIDE_ERROR: { meaning: 'Rules that `lint` gives severity high.', default: 'none', origin: 'hadolint' },
  HADOLINT_OVERRIDE_WARNING: { meaning: 'Rules that `lint` gives severity medium.', default: 'none', origin: 'hadolint' },
  HADOLINT_OVERRIDE_INFO: { meaning: 'Rules that `lint` gives severity low.', default: 'none', origin: 'hadolint' },
  HADOLINT_OVERRIDE_STYLE: { meaning: 'Rules that `lint` gives severity negligible.', default: 'none', origin: 'hadolint' },
  DOCKER_CONTENT_TRUST: {
    meaning:
      'Whether Docker verifies signatures with Notary. If it is on, `verify` and `scan --verify` use Notary when no policy or option names trusted signers, `scan` without `--verify` prints a warning, and `trust migrate check` reports it. Any value that Docker does not read as false turns it on.',
    default: 'off',
    origin: 'Docker',
  },
  DOCKER_CONTENT_TRUST_SERVER: {
    meaning: 'Notary server for all images, as an https URL. `--server` overrides it.',
    default: '`https://notary.docker.io` for Docker Hub, otherwise the registry itself',
    origin: 'Docker',
  },
  DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE: { meaning: 'Passphrase of root keys.', default: 'prompted for on the terminal', origin: 'Docker' },
  DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE: {
    meaning: 'Passphrase of targets, snapshot and delegation keys.',
    default: 'prompted for on the terminal',
    origin: 'Docker',
  },
  NOTARY_ROOT_PASSPHRASE: { meaning: 'Passphrase of root keys, if Docker’s variable is not set.', default: 'none', origin: 'notary' },
  NOTARY_TARGETS_PASSPHRASE: { meaning: 'Passphrase of targets keys, if Docker’s variable is not set.', default: 'none', origin: 'notary' },
  NOTARY_SNAPSHOT_PASSPHRASE: {
    meaning: 'Passphrase of snapshot keys, if Docker’s variable is not set.',
    default: 'none',
    origin: 'notary',
  },
  NOTARY_DELEGATION_PASSPHRASE: {
    meaning: 'Passphrase of delegation keys, if Docker’s variable is not set.',
    default: 'none',
    origin: 'notary',
  },
  NOTARY_AUTH: {
    meaning: 'Credentials of the Notary server, as base64 of `user:password`.',
    default: 'the credentials for the registry',
    origin: 'notary',
  },
  COSIGN_PASSWORD: {
    meaning: 'Passphrase of the private key given to `sign` and `attest` with `--key`; may be empty.',
    default: 'prompted for on the terminal',
    origin: 'cosign',
  },
  SIGSTORE_ID_TOKEN: {
    meaning: 'Identity token for signing without a key. GitLab sets it if the `id_tokens` of the job contain it.',
    default: 'the token of the CI service',
    origin: 'cosign',
  },
  ACTIONS_ID_TOKEN_REQUEST_URL: {
    meaning: 'URL at which a GitHub Actions job requests its identity token.',
    default: 'none',
    origin: 'GitHub Actions, in jobs with the permission `id-token: write`',
  },
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: {
    meaning: 'Token that authenticates the job to that URL; never sent anywhere else.',
    default: 'none',
    origin: 'GitHub Actions, in jobs with the permission `id-token: write`',
  },
  XDG_CACHE_HOME: { meaning: 'Base directory for caches.', default: '`~/.cache`', origin: 'XDG Base Directory Specification' },
  XDG_CONFIG_HOME: {
    meaning: 'Base directory for settings; Notation keeps its trust policy and trust store in `notation` there.',
    default: '`~/.config` (macOS: `~/Library/Application Support`)',
    origin: 'XDG Base Directory Specification',
  },
  APPDATA: { meaning: 'The same on Windows.', default: '`~/AppData/Roaming`', origin: 'Windows' },
  LOCALAPPDATA: { meaning: 'Base directory for caches on Windows.', default: '`~/AppData/Local`', origin: 'Windows' },
  DOCKER_CONFIG: {
    meaning: "Directory of Docker's `config.json`, which contains registry credentials and the names of credential helpers.",
    default: '`~/.docker`',
    origin: 'Docker',
  },
  DOCKER_HOST: {
    meaning: 'Address of the Docker daemon: `unix:///path`, `tcp://host:port` or `ssh://user@host`.',
    default: 'the Docker context, then `/var/run/docker.sock`, `$XDG_RUNTIME_DIR/docker.sock` and the sockets of Docker Desktop',
    origin: 'Docker',
  },
  DOCKER_CONTEXT: { meaning: 'Docker context to use.', default: '`currentContext` of `config.json`', origin: 'Docker' },
  DOCKER_TLS_VERIFY: {
    meaning: 'Any non-empty value: use TLS for `DOCKER_HOST` and verify the server.',
    default: 'off',
    origin: 'Docker',
  },
  DOCKER_TLS: { meaning: 'Any non-empty value: use TLS for `DOCKER_HOST` without verifying the server.', default: 'off', origin: 'Docker' },
  DOCKER_CERT_PATH: {
    meaning: 'Directory with `ca.pem`, `cert.pem` and `key.pem` for TLS with `DOCKER_HOST`.',
    default: '`$DOCKER_CONFIG`',
    origin: 'Docker',
  },
  DOCKER_API_VERSION: { meaning: 'Version of the Docker Engine API to use.', default: 'negotiated', origin: 'Docker' },
  CONTAINER_HOST: {
    meaning: 'Address of the Podman service, in the form of `DOCKER_HOST`.',
    default: '`$XDG_RUNTIME_DIR/podman/podman.sock`, then `/run/podman/podman.sock`',
    origin: 'Podman',
  },
  CONTAINERD_NAMESPACE: { meaning: 'containerd namespace to search for images.', default: 'all', origin: 'containerd' },
  PRATIQUE_CONTAINERD_ROOT: {
    meaning: 'Data directory of containerd; set it if the file system of a node is mounted at another path.',
    default: '`/var/lib/containerd`, the directories of k3s and MicroK8s, and `~/.local/share/containerd`',
  },
  PATH: { meaning: 'Search path for programs; passed to ssh for remote engines.', default: 'none', origin: 'POSIX' },
  HOME: { meaning: 'Passed to ssh for remote engines.', default: 'none', origin: 'POSIX' },
  USER: { meaning: 'Passed to ssh for remote engines.', default: 'none', origin: 'POSIX' },
  LOGNAME: { meaning: 'Passed to ssh for remote engines.', default: 'none', origin: 'POSIX' },
  SSH_AUTH_SOCK: { meaning: 'SSH agent; passed to ssh for remote engines.', default: 'none', origin: 'OpenSSH' },
  REGISTRY_AUTH_FILE: {
    meaning: "Podman's credentials file, read after Docker's.",
    default: '`$XDG_RUNTIME_DIR/containers/auth.json`',
    origin: 'containers-auth.json(5)',
  },
  XDG_RUNTIME_DIR: {
    meaning: 'Directory of Podman’s credentials and of the sockets of rootless engines.',
    default: 'none',
    origin: 'XDG Base Directory Specification',
  },
  HTTPS_PROXY: { meaning: 'Proxy for https registries and feeds; also `https_proxy`.', default: 'none', origin: 'curl and others' },
  HTTP_PROXY: { meaning: 'Proxy for http registries and feeds; `http_proxy` overrides it.', default: 'none', origin: 'curl and others' },
  NO_PROXY: { meaning: 'Hosts that are reached without a proxy; also `no_proxy`.', default: 'none', origin: 'curl and others' },
  NODE_EXTRA_CA_CERTS: {
    meaning: 'PEM file of additional certificate authorities to trust; read by Node itself. `--ca-file` is the same for one run.',
    default: 'none',
    origin: 'Node.js',
  },
  BUILDAH_ISOLATION: {
    meaning: 'Passed to buildah, which `fix --prove` and `patch` run.',
    default: "buildah's own",
    origin: 'buildah-run(1)',
  },
  CONTAINERS_STORAGE_CONF: { meaning: 'Passed to buildah.', default: "buildah's own", origin: 'containers-storage.conf(5)' },
  STORAGE_DRIVER: { meaning: 'Passed to buildah.', default: "buildah's own", origin: 'containers-storage.conf(5)' },
  STORAGE_OPTS: { meaning: 'Passed to buildah.', default: "buildah's own", origin: 'containers-storage.conf(5)' },
  NO_COLOR: { meaning: 'Any non-empty value turns colour off.', default: 'colour on a terminal', origin: 'no-color.org' },
  FORCE_COLOR: {
    meaning:
      '`1`, `2`, `3`, `true` or empty turn colour on without a terminal, `0` and `false` turn it off; overrides NO_COLOR, as in Node.',
    default: 'colour on a terminal',
    origin: 'Node.js',
  },
  FORCE_HYPERLINK: {
    meaning:
      '`0` and `false` turn hyperlinks in the table off; any other value turns them on, even if the terminal is not known to support them.',
    default: 'hyperlinks on terminals that support them',
    origin: 'supports-hyperlinks',
  },
  TERM_PROGRAM: { meaning: 'Name of the terminal, to detect support for hyperlinks.', default: 'none', origin: 'terminals' },
  VTE_VERSION: { meaning: 'Version of VTE, to detect support for hyperlinks.', default: 'none', origin: 'GNOME Terminal and others' },
  WT_SESSION: { meaning: 'Set by Windows Terminal; used to detect support for hyperlinks.', default: 'none', origin: 'Windows Terminal' },
  KONSOLE_VERSION: { meaning: 'Set by Konsole; used to detect support for hyperlinks.', default: 'none', origin: 'Konsole' },
  TERM: { meaning: '`dumb` turns colour and progress off.', default: '', origin: 'terminfo' },
  COLUMNS: { meaning: 'Width of the table where standard output is not a terminal.', default: '80', origin: 'POSIX' },
  CI: {
    meaning: 'Any value except an empty one, `0` and `false` turns progress off.',
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

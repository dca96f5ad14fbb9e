import { basename } from 'node:path';

/** How a file is read: YAML and JSON by their structure, everything else by lines. */
export interface FileHolder {
  readonly name: string;
  readonly reading: 'yaml' | 'lines';
  /** Read only if it starts with `#!`. */
  readonly needsInterpreterLine?: boolean;
}

type Row = readonly [pattern: RegExp, name: string, reading: FileHolder['reading']];

/** By path with `/`; the first match counts. */
const byPath: readonly Row[] = [
  [/(?:^|\/)\.(?:github|gitea|forgejo)\/.*\.ya?ml$/, 'GitHub Actions', 'yaml'],
  [/(?:^|\/)action\.ya?ml$/, 'GitHub Actions', 'yaml'],
  [/(?:^|\/)\.gitlab-ci[^/]*\.ya?ml$|(?:^|\/)\.gitlab\/.*\.ya?ml$/, 'GitLab CI', 'yaml'],
  [/(?:^|\/)\.circleci\/.*\.ya?ml$/, 'CircleCI', 'yaml'],
  [/(?:^|\/)\.?azure-pipelines?[^/]*\.ya?ml$|(?:^|\/)\.azure[^/]*\/.*\.ya?ml$/, 'Azure Pipelines', 'yaml'],
  [/(?:^|\/)bitbucket-pipelines\.ya?ml$/, 'Bitbucket Pipelines', 'yaml'],
  [/(?:^|\/)\.(?:drone|woodpecker)[^/]*\.ya?ml$|(?:^|\/)\.woodpecker\/.*\.ya?ml$/, 'Drone', 'yaml'],
  [/(?:^|\/)\.travis\.ya?ml$/, 'Travis CI', 'yaml'],
  [/(?:^|\/)(?:\.buildkite\/.*|buildspec[^/]*|cloudbuild[^/]*|\.semaphore\/.*|\.cirrus|appveyor|\.tekton\/.*)\.ya?ml$/, 'CI file', 'yaml'],
  [/(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$|(?:^|\/)[^/]*\.compose\.ya?ml$/, 'Compose file', 'yaml'],
  [/(?:^|\/)(?:jenkinsfile[^/]*|[^/]*\.(?:jenkinsfile|groovy))$/i, 'Jenkinsfile', 'lines'],
  [/(?:^|\/)(?:dockerfile|containerfile)[^/]*$|\.(?:dockerfile|containerfile)$/i, 'Dockerfile', 'lines'],
  [/(?:^|\/)(?:\.env(?:\.[^/]*)?|[^/]+\.env|\.envrc)$/, '.env file', 'lines'],
  [/\.(?:service|socket|timer|slice|scope|target|mount)(?:\.d\/[^/]*\.conf)?$|\/(?:environment\.d|system\.conf\.d|user\.conf\.d)\/[^/]*\.conf$|\/systemd\/[^/]*\.conf$/, 'systemd unit', 'lines'],
  [/(?:^|\/)(?:\.bashrc|\.bash_profile|\.bash_login|\.bash_aliases|\.profile|\.zshrc|\.zprofile|\.zshenv|\.zlogin|\.kshrc|\.cshrc|\.tcshrc|\.login|\.xprofile|\.pam_environment|config\.fish)$|(?:^|\/)etc\/(?:environment|profile|bash\.bashrc|zsh\/[^/]*|profile\.d\/[^/]*|default\/[^/]*|sysconfig\/[^/]*)$/, 'shell profile', 'lines'],
  [/(?:^|\/)daemon\.json$/, 'Docker Engine', 'yaml'],
  [/(?:^|\/)\.notary\/config\.json$/, 'notary client', 'yaml'],
  [/(?:^|\/)values[^/]*\.ya?ml$/, 'chart values', 'yaml'],
  [/\.(?:ya?ml)$/, 'YAML file', 'yaml'],
  [/\.tf\.json$/, 'Terraform', 'yaml'],
  [/\.(?:json|jsonc)$/, 'JSON file', 'yaml'],
  [/\.(?:tf|tfvars|hcl)$/, 'Terraform', 'lines'],
  [/\.bicep$/, 'Bicep', 'lines'],
  [/\.toml$/, 'TOML file', 'lines'],
  [/(?:^|\/)(?:gnu)?makefile[^/]*$|\.mk$|(?:^|\/)(?:justfile|earthfile|vagrantfile|tiltfile)$/i, 'build file', 'lines'],
  [/\.(?:sh|bash|zsh|fish|ksh|csh|ps1|psm1|bat|cmd|py|rb|pl|tpl|j2|jinja2|properties|ini|conf|cfg)$/, 'script', 'lines'],
]; // prettier-ignore

/** How to read a file; `undefined` for types that cannot contain trust settings. `path` uses `/`. */
export function fileHolder(path: string): FileHolder | undefined {
  const row = byPath.find(([pattern]) => pattern.test(path));
  if (row !== undefined) return { name: row[1], reading: row[2] };
  return basename(path).includes('.') ? undefined : { name: 'script', reading: 'lines', needsInterpreterLine: true };
}

import { dockerHubNames, type ImageReference } from '../../../model/reference.ts';

/** `registry/repository`, as references are written here. */
export function repositoryName({ registry, repository }: ImageReference): string {
  return `${registry}/${repository}`;
}

/**
 * Every name of the repository that reaches the same registry: its own first, then the other names of Docker Hub and the names with and without a default
 * port (443, and 80 for plain HTTP). A policy is about repositories, so that writing `registry.example:443/app` must not lead to another statement.
 */
export function repositoryNames(reference: ImageReference): readonly [string, ...string[]] {
  const { registry, repository } = reference;
  const hosts = dockerHubNames.has(registry) ? [...dockerHubNames] : [registry];
  const names = new Set(hosts.flatMap(withDefaultPorts).map((host) => `${host}/${repository}`));
  const own = repositoryName(reference);
  names.delete(own);
  return [own, ...names];
}

function withDefaultPorts(registry: string): readonly string[] {
  const [, host = registry, port] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(registry) ?? [];
  if (port === undefined) return [host, `${host}:443`, `${host}:80`];
  return port === '443' || port === '80' ? [registry, host] : [registry];
}

import { classifyHost } from '../../lib/http/address-class.ts';
import { dockerHubNames } from '../../model/reference.ts';

/** Docker Hub's API has a host of its own. */
const dockerHub = 'docker.io';
const dockerHubHost = 'registry-1.docker.io';

/**
 * Origins of a registry's API, in the order to try. A registry on loopback is tried over plain HTTP first, as local registries use it;
 * `insecure` adds plain HTTP after HTTPS with an unverified certificate; all others use HTTPS only.
 */
export function registryOrigins(registry: string, insecure: boolean): readonly [URL, ...URL[]] {
  const host = dockerHubNames.has(registry) ? dockerHubHost : registry;
  const https = new URL(`https://${host}/`);
  const http = new URL(`http://${host}/`);
  if (isLoopback(http)) return [http, https];
  return insecure ? [https, http] : [https];
}

export function isLoopback(url: URL): boolean {
  return classifyHost(url.hostname) === 'loopback';
}

/**
 * The host that a key of `auths` or a credential store names: `https://index.docker.io/v1/`, `registry.example:5000/v2/`.
 * All of Docker Hub's names are `docker.io`.
 */
export function credentialHost(key: string): string {
  const host = key
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/s, '')
    .toLowerCase();
  return dockerHubNames.has(host) ? dockerHub : host;
}

/** Docker's name for a registry in the protocol of credential helpers. */
export function credentialServer(registry: string): string {
  return dockerHubNames.has(registry) ? 'https://index.docker.io/v1/' : registry;
}

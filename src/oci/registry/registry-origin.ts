import { classifyHost } from '../../lib/http/address-class.ts';

/** Docker Hub's API is not where its name is. */
const dockerHub = 'docker.io';
const dockerHubHost = 'registry-1.docker.io';

/** Every name under which configuration files keep Docker Hub's credentials. */
const dockerHubNames: ReadonlySet<string> = new Set([dockerHub, 'index.docker.io', dockerHubHost]);

/**
 * Where a registry's API may be, in the order to try. A loopback registry is asked over plain HTTP first, since that is what runs there;
 * `insecure` adds plain HTTP behind HTTPS with an unverified certificate; everything else is HTTPS and nothing else.
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
 * The host that a key of `auths` or a credential store means: `https://index.docker.io/v1/`, `registry.example:5000/v2/`.
 * All of Docker Hub's names are `docker.io`.
 */
export function credentialHost(key: string): string {
  const host = key
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/s, '')
    .toLowerCase();
  return dockerHubNames.has(host) ? dockerHub : host;
}

/** What Docker calls a registry when it asks a credential helper for it. */
export function credentialServer(registry: string): string {
  return dockerHubNames.has(registry) ? 'https://index.docker.io/v1/' : registry;
}

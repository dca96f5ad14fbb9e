import { PratiqueError } from '../../model/pratique-error.ts';

/**
 * The URL at which an upload continues, from the `Location` of the response of `from`, with the digest added; distribution-spec, "Pushing a blob monolithically".
 * It may be relative, or of another host, which then gets no credentials. Registries behind a proxy write `http:` for their own host; that
 * is read as the origin of the request. Throws REGISTRY_PROTOCOL and REGISTRY_REDIRECT.
 */
export function uploadLocation(location: string | undefined, from: URL, digest: string, what: string): URL {
  if (location === undefined || location.length > 16_384 || !URL.canParse(location, from.href))
    throw new PratiqueError('REGISTRY_PROTOCOL', `${what}: ${from.host} returned no upload URL`);
  const url = new URL(location, from);
  const isUpgrade = url.host === from.host && from.protocol === 'https:' && url.protocol === 'http:';
  const target = isUpgrade ? new URL(`${url.pathname}${url.search}`, from.origin) : url;
  const reason = refusedBecause(target, from);
  if (reason !== undefined)
    throw new PratiqueError('REGISTRY_REDIRECT', `${what}: ${from.host} returned a disallowed upload URL: ${reason}`);
  // The query belongs to the server and stays as it is.
  const query = `${target.search === '' ? '?' : `${target.search}&`}digest=${encodeURIComponent(digest)}`;
  return new URL(`${target.origin}${target.pathname}${query}`);
}

function refusedBecause(target: URL, from: URL): string | undefined {
  if (target.protocol !== 'https:' && target.protocol !== 'http:') return target.protocol;
  if (from.protocol === 'https:' && target.protocol === 'http:') return `${target.host} without https`;
  return target.username !== '' || target.password !== '' ? 'a URL with credentials' : undefined;
}

import { PratiqueError } from '../../model/pratique-error.ts';

/**
 * The next page that a `Link` field names (RFC 8288; distribution-spec, "Pagination"), relative to `page`; `undefined` when there is none.
 * Registries behind a proxy write `http:` for their own host; that is read as the page's own origin. Throws REGISTRY_PROTOCOL for
 * other hosts.
 */
export function nextPage(link: string | undefined, page: URL): URL | undefined {
  const target = link === undefined ? undefined : /<([^<>]{1,16384})>\s*;[^,]*\brel\s*=\s*"?next"?/i.exec(link)?.[1];
  if (target === undefined) return undefined;
  if (!URL.canParse(target, page.href)) throw elsewhere(page, 'something that is not a URL');
  const next = new URL(target, page);
  if (next.host !== page.host || next.username !== '' || next.password !== '') throw elsewhere(page, next.host);
  return new URL(`${next.pathname}${next.search}`, page.origin);
}

function elsewhere(page: URL, where: string): PratiqueError {
  return new PratiqueError('REGISTRY_PROTOCOL', `${page.host}: refused the next page of ${page.pathname} at ${where}`);
}

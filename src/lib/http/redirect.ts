import { HttpError } from './http-error.ts';
import { toHttpError } from './to-http-error.ts';

/** The target of a `Location` field. Throws an error of kind `redirect` for one that is not followed; names the target without its query, which may be a secret. */
export function parseRedirect(location: string, from: URL): URL {
  if (location.length > 16_384 || !URL.canParse(location, from.href))
    throw new HttpError('redirect', from.host, 'redirected to something that is not a URL');
  const next = new URL(location, from);
  const refuse = (reason: string): HttpError => redirectFailure(new HttpError('redirect', next.host, reason), from, next);
  if (next.protocol !== 'https:' && next.protocol !== 'http:') throw refuse(`the scheme ${next.protocol} is not followed`);
  if (from.protocol === 'https:' && next.protocol === 'http:') throw refuse('a redirect from https to http is not followed');
  if (next.username !== '' || next.password !== '') throw refuse('a redirect to a URL with credentials is not followed');
  return next;
}

/** The failure of a request that a redirect led to, with both ends of the redirect. Errors that are no network failure are thrown as they are. */
export function redirectFailure(error: unknown, from: URL, to: URL): HttpError {
  const { kind, reason, cause } = toHttpError(error, to.host);
  const target = to.host === '' ? to.protocol.slice(0, -1) : to.host;
  return new HttpError(kind, `${from.host} redirected to ${target}`, reason, cause === undefined ? {} : { cause });
}

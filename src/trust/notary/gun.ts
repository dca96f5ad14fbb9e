import { PratiqueError } from '../../model/pratique-error.ts';

/** A repository's globally unique name in a Notary server: host and path without a tag, such as `docker.io/library/alpine`. Only {@link parseGun} makes one. */
export type Gun = string & { readonly __brand: 'Gun' };

/** distribution/reference: 255 characters of repository, and a host with its port. */
const maxCharacters = 512;

/** A letter or digit first, so that no part is `.`, `..`, hidden or the server's own `_trust`; a colon for a port, brackets for IPv6. */
const partPattern = /^(?:[A-Za-z0-9][A-Za-z0-9._:-]*|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?)$/;

/** Throws REFERENCE_INVALID for a name that is not safe in a path, a URL or a message. */
export function parseGun(text: string): Gun {
  const isShort = text.length > 0 && text.length <= maxCharacters;
  if (isShort && text.split('/').every((part) => partPattern.test(part))) return text as Gun;
  const shown = JSON.stringify(text.slice(0, 120));
  throw new PratiqueError('REFERENCE_INVALID', `${shown} is not a repository name`, {
    hint: 'write it as host/repository without a tag, such as docker.io/library/alpine',
  });
}

/** The registry of the repository, whose credentials and TLS files are used. */
export function registryOfGun(gun: Gun): string {
  const [first = ''] = gun.split('/');
  return first;
}

import { PratiqueError } from '../../model/pratique-error.ts';

/** A repository's globally unique name in a Notary server: host and path without a tag, such as `docker.io/library/alpine`. Only {@link parseGun} makes one. */
export type Gun = string & { readonly __brand: 'Gun' };

/** distribution/reference: 255 characters of repository, and a host with its port. */
const maxCharacters = 512;

/** A letter or digit first, so that no part is `.`, `..`, hidden or the server's own `_trust`; a colon for a port, brackets for IPv6. */
const partPattern = /^(?:[A-Za-z0-9][A-Za-z0-9._:-]*|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?)$/;

/** Throws REFERENCE_INVALID on a name that could leave its folder, its URL or the message that tells it. */
export function parseGun(text: string): Gun {
  const isShort = text.length > 0 && text.length <= maxCharacters;
  if (isShort && text.split('/').every((part) => partPattern.test(part))) return text as Gun;
  const shown = JSON.stringify(text.slice(0, 120));
  throw new PratiqueError('REFERENCE_INVALID', `${shown} is not the name of a repository in a trust server`, {
    hint: 'write it as host/repository without a tag, such as docker.io/library/alpine',
  });
}

/** The registry that the repository is of: whose credentials and TLS files count for it. */
export function registryOfGun(gun: Gun): string {
  const [first = ''] = gun.split('/');
  return first;
}

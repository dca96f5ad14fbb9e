import { type NotationCertificate } from '../certificate/notation-certificate.ts';
import { derContent, readDerItem, walkDer } from './der-walk.ts';

/**
 * Issuing distribution point of a revocation list (RFC 5280, section 5.2.5): refuses lists that are about other certificates, so that nobody between
 * us and the server can answer with another list of the same issuer. Throws a plain Error.
 */
export function assertInScope(extension: Uint8Array | undefined, certificate: NotationCertificate, place: string): void {
  if (extension === undefined) return;
  const point = readDerItem(extension, 0, extension.length);
  if (point.tag !== 0x30 || point.end !== extension.length) throw new Error('its issuing distribution point cannot be read');
  const isAuthority = certificate.basicConstraints?.isAuthority === true;
  for (const item of walkDer(extension, point)) {
    const isTrue = extension[item.content] !== 0;
    if (item.tag === 0xa0) assertNames(derContent(extension, item), place);
    else if (item.tag === 0x81 && isTrue && isAuthority) throw new Error('it is about certificates of users only');
    else if (item.tag === 0x82 && isTrue && !isAuthority) throw new Error('it is about certificates of authorities only');
    else if (item.tag === 0x83) throw new Error('it is about some reasons only');
    else if (item.tag === 0x84 && isTrue) throw new Error('it is an indirect list, which is not supported');
    else if (item.tag === 0x85 && isTrue) throw new Error('it is about attribute certificates only');
  }
}

/** One of the full names has to be the place that the certificate names; relative names are not supported. */
function assertNames(distributionPoint: Uint8Array, place: string): void {
  const names = readDerItem(distributionPoint, 0, distributionPoint.length);
  const uris = names.tag === 0xa0 ? [...walkDer(distributionPoint, names)].filter((item) => item.tag === 0x86) : [];
  const isNamed = uris.some((item) => Buffer.from(derContent(distributionPoint, item)).toString('latin1') === place);
  if (!isNamed) throw new Error('it is of another distribution point');
}

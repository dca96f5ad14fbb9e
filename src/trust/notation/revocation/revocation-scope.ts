import { type Certificate } from '../../x509/certificate.ts';
import { readDer, readMembers, readOptional } from '../../x509/der-reader.ts';
import { contextTag, derTags } from '../../x509/der-tags.ts';
import { readBoolean } from '../../x509/der-values.ts';
import { readFullName } from '../certificate/revocation-places.ts';

/**
 * Issuing distribution point of a revocation list (RFC 5280, section 5.2.5): refuses lists that cover other certificates, so that nobody on the
 * network can substitute another list of the same issuer. Throws a plain Error.
 */
export function assertInScope(extension: Buffer | undefined, { isAuthority }: Certificate, place: string): void {
  if (extension === undefined) return;
  const tags = [contextTag(0, 'constructed'), ...[1, 2, 3, 4, 5].map((number) => contextTag(number, 'primitive'))];
  const [name, ...flags] = readOptional(readMembers(readDer(extension), derTags.sequence), tags);
  const [users, authorities, reasons, indirect, attributes] = flags;
  const isTrue = (flag: typeof name): boolean => flag !== undefined && readBoolean(flag, flag.tag);
  // One of the full names must be the URL in the certificate; relative names are not supported.
  if (name !== undefined && !readFullName(name.content).includes(place)) throw new Error('it belongs to another distribution point');
  if (isTrue(users) && isAuthority) throw new Error('it covers end-entity certificates only');
  if (isTrue(authorities) && !isAuthority) throw new Error('it covers CA certificates only');
  if (reasons !== undefined) throw new Error('it covers some revocation reasons only');
  if (isTrue(indirect)) throw new Error('it is an indirect list, which is not supported');
  if (isTrue(attributes)) throw new Error('it covers attribute certificates only');
}

import { type DerElement, readDer, readMembers, readOptional } from '../../x509/der-reader.ts';
import { contextTag, derTags } from '../../x509/der-tags.ts';
import { readObjectIdentifier } from '../../x509/der-values.ts';

/** uniformResourceIdentifier of GeneralName (RFC 5280, section 4.2.1.6). */
const uriTag = contextTag(6, 'primitive');
const [first, second, third] = [0, 1, 2].map((number) => contextTag(number, 'constructed')) as [number, number, number];
const idAdOcsp = '1.3.6.1.5.5.7.48.1';

/** URLs of OCSP servers in AuthorityInfoAccess (RFC 5280, section 4.2.2.1). Throws {@link DerError}. */
export function readOcspPlaces(value: Buffer | undefined): readonly string[] {
  if (value === undefined) return [];
  return readMembers(readDer(value), derTags.sequence).flatMap((description) => {
    const [method, ...location] = readMembers(description, derTags.sequence);
    return readObjectIdentifier(method) === idAdOcsp ? location.flatMap(readUri) : [];
  });
}

/** URLs in CRLDistributionPoints, of which FreshestCRL is one (RFC 5280, sections 4.2.1.13 and 4.2.1.15). Throws {@link DerError}. */
export function readListPlaces(value: Buffer | undefined): readonly string[] {
  if (value === undefined) return [];
  return readMembers(readDer(value), derTags.sequence).flatMap((point) => {
    const [name] = readOptional(readMembers(point, derTags.sequence), [first, contextTag(1, 'primitive'), third]);
    return name === undefined ? [] : readFullName(name.content);
  });
}

/** URLs of a DistributionPointName that is a full name; a relative one has none. Throws {@link DerError}. */
export function readFullName(distributionPointName: Buffer): readonly string[] {
  const name = readDer(distributionPointName);
  return name.tag === second ? [] : readMembers(name, first).flatMap(readUri);
}

function readUri({ tag, content }: DerElement): readonly string[] {
  return tag === uriTag ? [content.toString('latin1')] : [];
}

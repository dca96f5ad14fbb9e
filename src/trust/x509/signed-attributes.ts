import { type HashName, readHash } from './algorithm.ts';
import { DerError } from './der-error.ts';
import { type DerElement, expectTag, readElements, readMembers } from './der-reader.ts';
import { derTags } from './der-tags.ts';
import { readObjectIdentifier } from './der-values.ts';
import { type TimestampRules } from './timestamp-rules.ts';

export interface SignedAttributes {
  /** What the signer says is the digest of the content. */
  readonly contentDigest: Buffer;
  /** Digest of the certificate that signed, which keeps another one from being put in its place (RFC 5035, section 3). */
  readonly certificateId: { readonly hash: HashName | 'sha1'; readonly digest: Buffer };
}

/** RFC 5652, sections 11.1 and 11.2; RFC 2634, section 5.4; RFC 5035, section 3. */
const ids = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
};
const wanted: ReadonlySet<string> = new Set(Object.values(ids));

/** The three signed attributes that RFC 3161, section 2.4.2, and RFC 5652, section 5.3, ask for, each exactly once. Throws {@link DerError}. */
export function readSignedAttributes(list: Buffer, contentType: string, { surplus }: TimestampRules): SignedAttributes {
  const attributes = new Map<string, DerElement>();
  for (const attribute of readElements(list)) {
    const [type, values, ...extra] = readMembers(attribute, derTags.sequence);
    const id = readObjectIdentifier(type);
    if (surplus === 'ignored' && !wanted.has(id)) continue;
    const [value, ...others] = readMembers(values, derTags.set);
    if (value === undefined || others.length > 0 || extra.length > 0 || attributes.has(id))
      throw new DerError(`signed attribute ${id} does not have one value`);
    attributes.set(id, value);
  }
  if (readObjectIdentifier(attributes.get(ids.contentType)) !== contentType)
    throw new DerError('the signer signed another type of content');
  return {
    contentDigest: expectTag(attributes.get(ids.messageDigest), derTags.octetString).content,
    certificateId: readCertificateId(attributes),
  };
}

function readCertificateId(attributes: ReadonlyMap<string, DerElement>): SignedAttributes['certificateId'] {
  const current = attributes.get(ids.signingCertificateV2);
  const [certificates] = readMembers(current ?? attributes.get(ids.signingCertificate), derTags.sequence);
  // The first one is the signer's (RFC 5035, section 3).
  const [first, second] = readMembers(readMembers(certificates, derTags.sequence)[0], derTags.sequence);
  if (current === undefined) return { hash: 'sha1', digest: expectTag(first, derTags.octetString).content };
  // The hash is left out when it is SHA-256, the default.
  if (first?.tag === derTags.octetString) return { hash: 'sha256', digest: first.content };
  return { hash: readHash(first), digest: expectTag(second, derTags.octetString).content };
}

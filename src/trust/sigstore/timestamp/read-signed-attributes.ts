import { DerError } from '../../crypto/der-error.ts';
import { derTags } from '../../crypto/der-tags.ts';
import { contentOf, type DerElement, readDerElements, readMembers } from '../der/der-element.ts';
import { readObjectIdentifier } from '../der/der-values.ts';

/** Digest of the certificate that signed, which keeps another one from being put in its place (RFC 5035, section 3). */
export interface SigningCertificateId {
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly digest: Buffer;
}

/** RFC 5652, sections 11.1 and 11.2; RFC 2634, section 5.4; RFC 5035, section 3. */
const ids = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
};

const hashes: ReadonlyMap<string, SigningCertificateId['hash']> = new Map<string, SigningCertificateId['hash']>([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** The three signed attributes that RFC 3161, section 2.4.2 and RFC 5652, section 5.3 ask for, each exactly once. Throws {@link DerError}. */
export function readSignedAttributes(
  list: Buffer,
  contentType: string,
): { readonly contentDigest: Buffer; readonly signingCertificate: SigningCertificateId } {
  const attributes = new Map<string, DerElement>();
  for (const attribute of readDerElements(list)) {
    const [type, values, ...extra] = readMembers(attribute, derTags.sequence);
    const id = readObjectIdentifier(type);
    const [value, ...others] = readMembers(values, derTags.set);
    if (value === undefined || others.length > 0 || extra.length > 0 || attributes.has(id))
      throw new DerError(`attribute ${id} of the signer has not one value`);
    attributes.set(id, value);
  }
  if (readObjectIdentifier(attributes.get(ids.contentType)) !== contentType)
    throw new DerError('the signer signed another type of content');
  return {
    contentDigest: contentOf(attributes.get(ids.messageDigest), derTags.octetString),
    signingCertificate: readSigningCertificate(attributes),
  };
}

function readSigningCertificate(attributes: ReadonlyMap<string, DerElement>): SigningCertificateId {
  const current = attributes.get(ids.signingCertificateV2);
  const [certificates] = readMembers(current ?? attributes.get(ids.signingCertificate), derTags.sequence);
  // The first one is the signer's (RFC 5035, section 3).
  const [first, second] = readMembers(readMembers(certificates, derTags.sequence)[0], derTags.sequence);
  if (current === undefined) return { hash: 'sha1', digest: contentOf(first, derTags.octetString) };
  // The hash is left out when it is SHA-256, the default.
  if (first?.tag === derTags.octetString) return { hash: 'sha256', digest: first.content };
  const hash = hashes.get(readObjectIdentifier(readMembers(first, derTags.sequence)[0]));
  if (hash === undefined) throw new DerError('the signer names its certificate by a hash that is not SHA-2');
  return { hash, digest: contentOf(second, derTags.octetString) };
}

import { type Certificate } from '../../x509/certificate.ts';
import { DerError } from '../../x509/der-error.ts';
import { type DerElement, expectTag, readDer, readMembers } from '../../x509/der-reader.ts';
import { contextTag, derTags } from '../../x509/der-tags.ts';
import { decodeUtf8, readObjectIdentifier, readUtf8 } from '../../x509/der-values.ts';
import { extensionIds } from '../../x509/extension.ts';

/** Name of a user that is neither a mail address nor a URI (sigstore/fulcio, docs/oid-info.md). */
const userNameId = '1.3.6.1.4.1.57264.1.7';

/**
 * The identity in the certificate: its only subject alternative name (RFC 5280, section 4.2.1.6), a mail address, a URI or a user name.
 * Throws {@link DerError} when there is none, or more than one: one signature has one signer.
 */
export function readSubject(certificate: Certificate): string {
  const extension = certificate.extensions.get(extensionIds.subjectAlternativeName);
  if (extension === undefined) throw new DerError('the certificate has no subject alternative name');
  const [name, ...others] = readMembers(readDer(extension.value), derTags.sequence);
  if (name === undefined || others.length > 0)
    throw new DerError(`the certificate has ${name === undefined ? 'no' : 'several'} subject alternative names`);
  const subject = readName(name);
  if (subject === '' || /\p{Cc}/u.test(subject)) throw new DerError('the subject alternative name is empty or has control characters');
  return subject;
}

function readName(name: DerElement): string {
  if (name.tag === contextTag(1, 'primitive') || name.tag === contextTag(6, 'primitive')) return decodeUtf8(name.content);
  if (name.tag !== contextTag(0, 'constructed'))
    throw new DerError('the subject alternative name is of a type that is not used for signers');
  const [id, value] = readMembers(name, name.tag);
  if (readObjectIdentifier(id) !== userNameId) throw new DerError('the subject alternative name is of a type that is not used for signers');
  return readUtf8(readDer(expectTag(value, contextTag(0, 'constructed')).content));
}

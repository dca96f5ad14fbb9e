import { DerError } from '../../crypto/der-error.ts';
import { derTags } from '../../crypto/der-tags.ts';
import { readDer, readMembers } from '../der/der-element.ts';
import { readBoolean, readObjectIdentifier, readSmallInteger } from '../der/der-values.ts';
import { type Certificate, extensionIds } from './certificate.ts';

/** What a certificate's key may be used for (RFC 5280, sections 4.2.1.3, 4.2.1.9, 4.2.1.12). */
export interface CertificateUsage {
  readonly isAuthority: boolean;
  /** Authorities that may stand between this one and the leaf. */
  readonly maxPathLength?: number;
  /** Absent when the certificate says nothing, which allows everything. */
  readonly keyUsage?: { readonly digitalSignature: boolean; readonly certificateSigning: boolean };
  readonly extendedKeyUsage?: { readonly isCritical: boolean; readonly purposes: readonly string[] };
}

/** id-kp-codeSigning and id-kp-timeStamping (RFC 5280, section 4.2.1.12). */
export const purposes = { codeSigning: '1.3.6.1.5.5.7.3.3', timeStamping: '1.3.6.1.5.5.7.3.8' } as const;

/** Throws {@link DerError}, also for a critical extension that is not supported (RFC 5280, section 4.2). */
export function readCertificateUsage(certificate: Certificate): CertificateUsage {
  for (const [id, { isCritical }] of certificate.extensions) {
    if (isCritical && !understood.has(id)) throw new DerError(`critical extension ${id} is not understood`);
  }
  return { ...readBasicConstraints(certificate), ...readKeyUsage(certificate), ...readExtendedKeyUsage(certificate) };
}

/** Name and policy constraints are not among them: a certificate that has them as critical is refused. */
const understood: ReadonlySet<string> = new Set(Object.values(extensionIds));

function readBasicConstraints(certificate: Certificate): Pick<CertificateUsage, 'isAuthority' | 'maxPathLength'> {
  const extension = certificate.extensions.get(extensionIds.basicConstraints);
  if (extension === undefined) return { isAuthority: false };
  const members = readMembers(readDer(extension.value), derTags.sequence);
  const isAuthority = members[0]?.tag === derTags.boolean && readBoolean(members[0]);
  const length = isAuthority ? members[1] : members[0];
  return length === undefined || length.tag === derTags.boolean
    ? { isAuthority }
    : { isAuthority, maxPathLength: readSmallInteger(length) };
}

function readKeyUsage(certificate: Certificate): Pick<CertificateUsage, 'keyUsage'> {
  const extension = certificate.extensions.get(extensionIds.keyUsage);
  if (extension === undefined) return {};
  const [, bits = 0] = readDer(extension.value, derTags.bitString).content;
  return { keyUsage: { digitalSignature: (bits & 0x80) !== 0, certificateSigning: (bits & 0x04) !== 0 } };
}

function readExtendedKeyUsage(certificate: Certificate): Pick<CertificateUsage, 'extendedKeyUsage'> {
  const extension = certificate.extensions.get(extensionIds.extendedKeyUsage);
  if (extension === undefined) return {};
  const members = readMembers(readDer(extension.value), derTags.sequence);
  return { extendedKeyUsage: { isCritical: extension.isCritical, purposes: members.map((member) => readObjectIdentifier(member)) } };
}

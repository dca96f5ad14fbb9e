import { DerError } from './der-error.ts';
import { type DerElement, readMembers } from './der-reader.ts';
import { derTags } from './der-tags.ts';
import { readBoolean, readObjectIdentifier } from './der-values.ts';

/** An extension of a certificate, a revocation list or an entry of one, an OCSP response or a timestamp (RFC 5280, section 4.2). */
export interface Extension {
  readonly isCritical: boolean;
  /** Content of the extnValue octet string. */
  readonly value: Buffer;
  /** The whole extension in DER. */
  readonly bytes: Buffer;
}

/** By object identifier, in their order. */
export type Extensions = ReadonlyMap<string, Extension>;

/** Object identifiers of RFC 5280 (sections 4.2.1.2–15), RFC 6960 (section 4.2.2.2.1) and RFC 6962 (section 3.3). */
export const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlDistributionPoints: '2.5.29.31',
  extendedKeyUsage: '2.5.29.37',
  freshestCrl: '2.5.29.46',
  authorityInformationAccess: '1.3.6.1.5.5.7.1.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
  signedCertificateTimestamps: '1.3.6.1.4.1.11129.2.4.2',
} as const;

/** Reads the members of `Extensions`, each at most once. Throws {@link DerError}. */
export function readExtensions(members: readonly DerElement[]): Extensions {
  const extensions = new Map<string, Extension>();
  for (const element of members) {
    const parts = readMembers(element, derTags.sequence);
    const id = readObjectIdentifier(parts[0]);
    const value = parts.at(-1);
    if (parts.length < 2 || parts.length > 3 || value?.tag !== derTags.octetString) throw new DerError(`extension ${id} has no value`);
    if (extensions.has(id)) throw new DerError(`extension ${id} is present twice`);
    // DER omits FALSE, the default (X.690, section 11.5). Many authorities write it; the meaning is the same.
    extensions.set(id, { isCritical: parts.length === 3 && readBoolean(parts[1]), value: value.content, bytes: element.bytes });
  }
  return extensions;
}

/** The first critical extension that is not in `known`; the caller must refuse it (RFC 5280, section 4.2). */
export function findUnknownCritical(extensions: Extensions, known: ReadonlySet<string>): string | undefined {
  return [...extensions].find(([id, { isCritical }]) => isCritical && !known.has(id))?.[0];
}

import { readDer, readMembers, readOptional } from './der-reader.ts';
import { derTags } from './der-tags.ts';
import { readBoolean, readObjectIdentifier, readSmallInteger } from './der-values.ts';
import { extensionIds, type Extensions } from './extension.ts';

/** What a certificate's key may be used for (RFC 5280, sections 4.2.1.3, 4.2.1.9, 4.2.1.12). */
export interface CertificateUsage {
  /** May issue others: basicConstraints, cA. */
  readonly isAuthority: boolean;
  /** Authorities that may stand between this one and a leaf. */
  readonly pathLength?: number;
  /** Absent when the certificate has no key usage, which allows everything. */
  readonly keyUsage?: ReadonlySet<KeyUsage>;
  /** Extended key usage as object identifiers; absent when the certificate has none, which allows everything. */
  readonly purposes?: readonly string[];
}

export type KeyUsage = (typeof keyUsageBits)[number];

/** RFC 5280, section 4.2.1.3, by bit. */
const keyUsageBits = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

/** Key purposes (RFC 5280, section 4.2.1.12; RFC 6960, section 4.2.2.2). */
export const purposes = {
  any: '2.5.29.37.0',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;

/** Throws {@link DerError} for an unreadable extension. */
export function readCertificateUsage(extensions: Extensions): CertificateUsage {
  const constraints = extensions.get(extensionIds.basicConstraints);
  const keyUsage = extensions.get(extensionIds.keyUsage);
  const extended = extensions.get(extensionIds.extendedKeyUsage);
  return {
    ...(constraints === undefined ? { isAuthority: false } : readBasicConstraints(constraints.value)),
    ...(keyUsage === undefined ? {} : { keyUsage: readKeyUsage(keyUsage.value) }),
    ...(extended === undefined ? {} : { purposes: readMembers(readDer(extended.value), derTags.sequence).map(readObjectIdentifier) }),
  };
}

/** DER omits `CA:FALSE`, the default, and only authorities have a path length. Real certificates contain both, without effect. */
function readBasicConstraints(value: Buffer): Pick<CertificateUsage, 'isAuthority' | 'pathLength'> {
  const [authority, length] = readOptional(readMembers(readDer(value), derTags.sequence), [derTags.boolean, derTags.integer]);
  const isAuthority = authority !== undefined && readBoolean(authority);
  return { isAuthority, ...(length === undefined ? {} : { pathLength: readSmallInteger(length) }) };
}

/** Bits from the left; the first octet counts those unused at the end (X.690, section 8.6.2). */
function readKeyUsage(value: Buffer): ReadonlySet<KeyUsage> {
  const { content } = readDer(value, derTags.bitString);
  return new Set(keyUsageBits.filter((_, bit) => ((content[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0));
}

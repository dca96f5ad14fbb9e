import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type KeyUsage, type NotationCertificate } from './notation-certificate.ts';

export type CertificatePurpose = 'code signing' | 'timestamping';

export interface CertificatePlace {
  readonly purpose: CertificatePurpose;
  /** 0 for the signer, also where it is its own root. */
  readonly index: number;
}

/** Notary Project, signature-specification.md, certificate requirements, for one certificate in its place. Throws as `assertChain` does. */
export function assertCertificateRules(certificate: NotationCertificate, place: CertificatePlace, what: string): void {
  if (!allowedSignatureAlgorithms.has(certificate.signatureAlgorithm))
    throw new VerificationError('NOTATION_ALGORITHM_REFUSED', what, `it is signed by the algorithm ${certificate.signatureAlgorithm}`);
  const fault = place.index === 0 ? findLeafFault(certificate, place.purpose) : findAuthorityFault(certificate, place.index);
  if (fault !== undefined) throw new VerificationError('NOTATION_CERTIFICATE_REFUSED', what, fault);
  if (place.index === 0) assertKeyLength(certificate, what);
}

/** SHA-2 or better with RSA, RSASSA-PSS or ECDSA, and EdDSA. SHA-1 must not be; the older ones are left out with it. */
const allowedSignatureAlgorithms: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.10',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.3.101.112',
  '1.3.101.113',
]);

/** Root and intermediate CA certificates. */
function findAuthorityFault({ basicConstraints, keyUsage }: NotationCertificate, index: number): string | undefined {
  if (basicConstraints?.isCritical !== true || !basicConstraints.isAuthority)
    return 'it issues certificates without the critical basic constraint of an authority';
  // Certificates between this one and the leaf.
  if (basicConstraints.pathLength !== undefined && basicConstraints.pathLength < index - 1)
    return `it allows ${basicConstraints.pathLength} authorities below it, and there are ${index - 1}`;
  if (keyUsage?.isCritical !== true || !keyUsage.bits.has('keyCertSign'))
    return 'its critical key usage does not allow to sign certificates';
  return undefined;
}

/** Leaf certificates. */
function findLeafFault(certificate: NotationCertificate, purpose: CertificatePurpose): string | undefined {
  const { basicConstraints, keyUsage } = certificate;
  if (basicConstraints?.isAuthority === true) return 'it signs, and is an authority';
  if (keyUsage?.isCritical !== true) return 'its key usage is missing or not critical';
  if (!keyUsage.bits.has('digitalSignature')) return 'its key usage does not allow digital signatures';
  const forbidden = forbiddenLeafUsages.find((usage) => keyUsage.bits.has(usage));
  if (forbidden !== undefined) return `its key usage includes ${forbidden}`;
  return findPurposeFault(certificate, purpose);
}

const forbiddenLeafUsages: readonly KeyUsage[] = [
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

const codeSigning = '1.3.6.1.5.5.7.3.3';
const timeStamping = '1.3.6.1.5.5.7.3.8';

/** anyExtendedKeyUsage, serverAuth, clientAuth, emailProtection. */
const forbiddenPurposes: readonly string[] = ['2.5.29.37.0', '1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4'];

/** For time-stamps RFC 3161, section 2.3, wants more: one purpose, and critical. */
function findPurposeFault({ extendedKeyUsage }: NotationCertificate, purpose: CertificatePurpose): string | undefined {
  const other = purpose === 'code signing' ? timeStamping : codeSigning;
  const forbidden = extendedKeyUsage?.purposes.find((oid) => oid === other || forbiddenPurposes.includes(oid));
  if (forbidden !== undefined) return `its extended key usage includes ${forbidden}`;
  if (purpose === 'code signing') return undefined;
  const isForStamps =
    extendedKeyUsage?.isCritical === true && extendedKeyUsage.purposes.length === 1 && extendedKeyUsage.purposes[0] === timeStamping;
  return isForStamps ? undefined : 'its extended key usage is not time-stamping alone, and critical';
}

function assertKeyLength({ publicKey }: NotationCertificate, what: string): void {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  const isAllowed =
    (type === 'rsa' && (details?.modulusLength ?? 0) >= 2048) || (type === 'ec' && allowedCurves.has(details?.namedCurve ?? ''));
  if (isAllowed) return;
  const size = details?.modulusLength ?? details?.namedCurve ?? '';
  throw new VerificationError(
    'NOTATION_ALGORITHM_REFUSED',
    what,
    `its key (${type ?? 'unknown'} ${size}) is too short or of another kind than RSA or EC`,
  );
}

const allowedCurves: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

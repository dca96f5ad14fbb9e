import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type KeyUsage, purposes } from '../../x509/certificate-usage.ts';
import { isSoundAlgorithm } from '../../x509/signature.ts';
import { isCritical, type NotationCertificate } from './notation-certificate.ts';

export type CertificatePurpose = 'code signing' | 'timestamping';

export interface CertificatePlace {
  readonly purpose: CertificatePurpose;
  /** 0 for the signer, also where it is its own root. */
  readonly index: number;
}

/** Notary Project, signature-specification.md, certificate requirements, for one certificate in its place. Throws as `assertChain` does. */
export function assertCertificateRules(certificate: NotationCertificate, place: CertificatePlace, what: string): void {
  const fault = place.index === 0 ? findLeafFault(certificate, place.purpose) : findAuthorityFault(certificate, place.index);
  if (fault !== undefined) throw new VerificationError('NOTATION_CERTIFICATE_REFUSED', what, fault);
  if (place.index === 0) assertKeyLength(certificate, what);
}

/** SHA-2 or better with RSA, RSASSA-PSS or ECDSA, and EdDSA. SHA-1 is forbidden, and so is everything older. */
export function assertSoundAlgorithm({ signatureAlgorithm }: NotationCertificate, what: string): void {
  if (isSoundAlgorithm(signatureAlgorithm)) return;
  throw new VerificationError('NOTATION_ALGORITHM_REFUSED', what, `it is signed with ${signatureAlgorithm.id}, which is not allowed`);
}

/** Root and intermediate CA certificates. */
function findAuthorityFault(certificate: NotationCertificate, index: number): string | undefined {
  const { isAuthority, pathLength, keyUsage } = certificate;
  if (!isCritical(certificate, 'basicConstraints') || !isAuthority)
    return 'it issues certificates but is not a certificate authority (critical basicConstraints, CA:TRUE)';
  // Certificates between this one and the leaf.
  if (pathLength !== undefined && pathLength < index - 1)
    return `its path length allows ${pathLength} authorities below it, and the chain has ${index - 1}`;
  if (!isCritical(certificate, 'keyUsage') || keyUsage?.has('keyCertSign') !== true)
    return 'its key usage is not critical or does not allow signing certificates';
  return undefined;
}

/** Leaf certificates. */
function findLeafFault(certificate: NotationCertificate, purpose: CertificatePurpose): string | undefined {
  const { isAuthority, keyUsage } = certificate;
  if (isAuthority) return 'it signs the artifact but is a certificate authority';
  if (keyUsage === undefined || !isCritical(certificate, 'keyUsage')) return 'its key usage is missing or not critical';
  if (!keyUsage.has('digitalSignature')) return 'its key usage does not allow digital signatures';
  const forbidden = [...keyUsage].find((usage) => !leafUsages.has(usage));
  if (forbidden !== undefined) return `its key usage includes ${forbidden}`;
  return findPurposeFault(certificate, purpose);
}

const leafUsages: ReadonlySet<KeyUsage> = new Set(['digitalSignature', 'contentCommitment']);

const forbiddenPurposes: readonly string[] = [purposes.any, purposes.serverAuth, purposes.clientAuth, purposes.emailProtection];

/** RFC 3161, section 2.3, requires more for timestamps: timestamping is the only purpose, and critical. */
function findPurposeFault(certificate: NotationCertificate, purpose: CertificatePurpose): string | undefined {
  const allowed = certificate.purposes ?? [];
  const other = purpose === 'code signing' ? purposes.timeStamping : purposes.codeSigning;
  const forbidden = allowed.find((oid) => oid === other || forbiddenPurposes.includes(oid));
  if (forbidden !== undefined) return `its extended key usage includes ${forbidden}`;
  if (purpose === 'code signing') return undefined;
  const isForStamps = isCritical(certificate, 'extendedKeyUsage') && allowed.length === 1 && allowed[0] === purposes.timeStamping;
  return isForStamps ? undefined : 'its extended key usage is not timestamping alone, or not critical';
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
    `its key (${type ?? 'unknown'} ${size}) is not allowed: RSA from 2048 bits or EC P-256, P-384, P-521`,
  );
}

const allowedCurves: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

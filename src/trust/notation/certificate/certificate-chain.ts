import { VerificationError } from '../../../model/trust/verification-error.ts';
import { isIssuedBy, isSelfSigned } from '../../x509/certificate-path.ts';
import { assertCertificateRules, assertSoundAlgorithm, type CertificatePurpose } from './certificate-rules.ts';
import { type NotationCertificate } from './notation-certificate.ts';
import { parseCertificate } from './parse-certificate.ts';

/** The signer's first, a self-signed root last; one of them may be both. */
export type CertificateChain = readonly [NotationCertificate, ...NotationCertificate[]];

/** Parses the certificates of an envelope. Throws NOTATION_CERTIFICATE_REFUSED and NOTATION_CHAIN_INVALID. */
export function parseChain(certificates: readonly Uint8Array[], what: string): CertificateChain {
  const [leaf, ...others] = certificates.map((der, index) => parseCertificate(der, `${what}: certificate ${index + 1}`));
  if (leaf === undefined) throw new VerificationError('NOTATION_CHAIN_INVALID', what, 'it has no certificate');
  return [leaf, ...others];
}

/**
 * Notary Project, signature-specification.md, certificate requirements: complete, in order, each signed by the next, each made for its place. Does
 * not check trust, dates or revocation. Throws NOTATION_CHAIN_INVALID, NOTATION_CERTIFICATE_REFUSED and NOTATION_ALGORITHM_REFUSED.
 */
export function assertChain(chain: CertificateChain, purpose: CertificatePurpose, what: string): void {
  chain.forEach((certificate, index) => {
    const isLast = index === chain.length - 1;
    const issuer = chain[index + 1] ?? certificate;
    const name = `${what}: certificate ${index + 1} (${certificate.subject.text})`;
    assertSoundAlgorithm(certificate, name);
    if (!isIssuedBy(certificate, issuer))
      throw invalid(
        name,
        isLast
          ? 'it is the last certificate but not a self-signed root'
          : `it is not signed by the next certificate (${issuer.subject.text})`,
      );
    if (!isLast && isSelfSigned(certificate)) throw invalid(name, 'it is self-signed but not the last certificate');
    assertCertificateRules(certificate, { purpose, index }, name);
  });
}

/** From `from` to `to`, both included, every certificate has to be valid. Throws NOTATION_CERTIFICATE_NOT_VALID. */
export function assertValidDuring(chain: readonly NotationCertificate[], from: Date, to: Date, what: string): void {
  for (const { notBefore, notAfter, subject } of chain) {
    const isValid = notBefore.getTime() <= from.getTime() && to.getTime() <= notAfter.getTime();
    if (isValid) continue;
    const when = from.getTime() === to.getTime() ? from.toISOString() : `${from.toISOString()} to ${to.toISOString()}`;
    const validity = `${notBefore.toISOString()} to ${notAfter.toISOString()}`;
    throw new VerificationError(
      'NOTATION_CERTIFICATE_NOT_VALID',
      what,
      `${subject.text} is valid from ${validity}, but was used at ${when}`,
    );
  }
}

function invalid(what: string, message: string): VerificationError {
  return new VerificationError('NOTATION_CHAIN_INVALID', what, message);
}

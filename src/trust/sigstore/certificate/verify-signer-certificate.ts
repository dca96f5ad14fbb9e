import { createHash } from 'node:crypto';
import { type TrustReason } from '../../../model/trust/trust-reasons.ts';
import { VerificationError } from '../../../model/trust/verification-error.ts';
import { type Certificate } from '../../x509/certificate.ts';
import { isSameCertificate, isValidAt, understoodExtensions } from '../../x509/certificate-path.ts';
import { purposes } from '../../x509/certificate-usage.ts';
import { DerError } from '../../x509/der-error.ts';
import { findUnknownCritical } from '../../x509/extension.ts';
import { type ExpectedSigner, formatExpectedText, isExpectedText } from '../identity/expected-signer.ts';
import { KeyRefused, readVerificationKey } from '../key/to-verification-key.ts';
import { type VerificationKey } from '../key/verification-key.ts';
import { type SignerMaterial } from '../signed-material.ts';
import { requirementsOf, type SigstoreContext, trustedRootOf } from '../sigstore-context.ts';
import { type VerifiedTime } from '../timestamp/verify-timestamp.ts';
import { isWithin, type TrustedRoot } from '../trusted-root/trusted-root.ts';
import { type VerifiedIdentity } from '../verified-identity.ts';
import { readCertificateExtensions, readIssuer } from './certificate-extensions.ts';
import { findCertificateLogs } from './certificate-timestamps.ts';
import { findAuthorityPath } from './find-authority-path.ts';
import { readSubject } from './read-subject.ts';

type CertificateSigner = Extract<SignerMaterial, { kind: 'certificate' }>;
type ExpectedIdentity = Extract<ExpectedSigner, { kind: 'certificate' }>;

/**
 * Verifies the signer's certificate at each of the times, and its identity (client-spec.md, certificate and SCT
 * verification, signing identity). Throws SIGSTORE_TIME_MISSING, SIGSTORE_CERTIFICATE_…, IDENTITY_MISMATCH, SIGSTORE_EXTENSION_MISMATCH.
 */
export function verifySignerCertificate(
  signer: CertificateSigner,
  expected: ExpectedIdentity,
  context: SigstoreContext,
  times: readonly VerifiedTime[],
  object: string,
): VerifiedIdentity & { readonly key: VerificationKey } {
  const root = trustedRootOf(context, 'the signer has a certificate');
  const refuse: Refuse = (code, message, more) => new VerificationError(code, object, message, more);
  const moments = momentsOf(times, context, refuse);
  try {
    const path = findPath(signer, root, moments, refuse);
    assertPurpose(signer.leaf, refuse);
    assertLogged(path, root, requirementsOf(context).certificateLogs, refuse);
    return { key: readVerificationKey(signer.leaf.publicKeyInfo), ...judgeIdentity(signer.leaf, expected, root, refuse) };
  } catch (error) {
    if (error instanceof DerError || error instanceof KeyRefused)
      throw refuse('SIGSTORE_CERTIFICATE_INVALID', `of the signer's certificate: ${error.message}`, { cause: error });
    throw error;
  }
}

type Refuse = (code: TrustReason, message: string, more?: { readonly cause?: unknown; readonly signedBy?: string }) => VerificationError;

/** Where nothing states the signing time, the certificate can only be checked at the current time (CVE-2026-24122). */
function momentsOf(times: readonly VerifiedTime[], context: SigstoreContext, refuse: Refuse): readonly Date[] {
  const required = requirementsOf(context).times;
  const operators = new Set(times.map(({ operator }) => operator));
  if (operators.size < required)
    throw refuse('SIGSTORE_TIME_MISSING', `${operators.size} of ${required} logs or timestamp authorities confirm the signing time`);
  return times.length === 0 ? [context.now] : times.map(({ time }) => time);
}

function findPath(signer: CertificateSigner, root: TrustedRoot, moments: readonly Date[], refuse: Refuse): readonly Certificate[] {
  const { leaf, supplied } = signer;
  const outside = moments.find((time) => !isValidAt(leaf, time));
  if (outside !== undefined)
    throw refuse(
      'SIGSTORE_CERTIFICATE_EXPIRED',
      `signed at ${outside.toISOString()}, the certificate is valid from ${leaf.notBefore.toISOString()} to ${leaf.notAfter.toISOString()}`,
    );
  for (const { chain, validFor } of root.certificateAuthorities) {
    if (!moments.every((time) => isWithin(validFor, time))) continue;
    const paths = moments.map((time) => findAuthorityPath({ leaf, chain, supplied, time, purpose: purposes.codeSigning }));
    const [path] = paths;
    if (path === undefined || paths.includes(undefined)) continue;
    assertUsed(signer, path, refuse);
    return path;
  }
  throw refuse('SIGSTORE_CERTIFICATE_UNTRUSTED', `no certificate authority in ${root.name} issued the certificate`);
}

/** Bundles must not contain roots (sigstore_bundle.proto, VerificationMaterial); unused certificates are refused rather than ignored. */
function assertUsed({ supplied, mayBeUnused }: CertificateSigner, path: readonly Certificate[], refuse: Refuse): void {
  if (mayBeUnused) return;
  const between = path.slice(1, -1);
  if (!supplied.every((one) => between.some((member) => isSameCertificate(member, one))))
    throw refuse('SIGSTORE_BUNDLE_INVALID', 'the bundle has certificates that are not in the chain from the signer to the root');
}

function assertPurpose(leaf: Certificate, refuse: Refuse): void {
  const unknown = findUnknownCritical(leaf.extensions, understoodExtensions);
  if (unknown !== undefined)
    throw refuse('SIGSTORE_CERTIFICATE_INVALID', `the signer's certificate has the critical extension ${unknown}, which is not supported`);
  if (leaf.isAuthority || leaf.keyUsage?.has('digitalSignature') !== true || leaf.purposes?.includes(purposes.codeSigning) !== true)
    throw refuse('SIGSTORE_CERTIFICATE_INVALID', "the signer's certificate is not one for signing code");
}

function assertLogged([leaf, issuer]: readonly Certificate[], root: TrustedRoot, required: number, refuse: Refuse): void {
  if (leaf === undefined || issuer === undefined) throw new Error('a path has at least two certificates');
  const operators = new Set([...findCertificateLogs(leaf, issuer, root.certificateLogs)].map(({ operator }) => operator));
  if (operators.size < required)
    throw refuse(
      'SIGSTORE_CERTIFICATE_NOT_LOGGED',
      `${operators.size} of ${required} certificate logs in ${root.name} have the certificate`,
    );
}

function judgeIdentity(leaf: Certificate, expected: ExpectedIdentity, root: TrustedRoot, refuse: Refuse): VerifiedIdentity {
  const subject = readSubject(leaf);
  const refuseOther = (code: TrustReason, message: string): VerificationError => refuse(code, message, { signedBy: subject });
  const issuer = readIssuer(leaf);
  if (issuer === undefined) throw refuse('SIGSTORE_CERTIFICATE_INVALID', 'the certificate does not name the issuer of the identity token');
  if (!isExpectedText(expected.issuer, issuer))
    throw refuseOther(
      'IDENTITY_MISMATCH',
      `signed by ${subject} of ${issuer}, not by an identity of ${formatExpectedText(expected.issuer)}`,
    );
  if (!isExpectedText(expected.subject, subject))
    throw refuseOther('IDENTITY_MISMATCH', `signed by ${subject}, not by ${formatExpectedText(expected.subject)}`);
  const extensions = readCertificateExtensions(leaf);
  for (const [name, wanted] of expected.extensions ?? []) {
    const value = extensions.get(name);
    if (value !== wanted)
      throw refuseOther(
        'SIGSTORE_EXTENSION_MISMATCH',
        `${name} is ${value === undefined ? 'missing' : JSON.stringify(value)}, not ${JSON.stringify(wanted)}`,
      );
  }
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const [certificateFingerprint, certificateKeyId] = [sha256(leaf.der), sha256(leaf.publicKeyInfo)];
  return {
    signer: { name: subject, issuer, subject, certificateFingerprint, certificateKeyId },
    trustRoot: { kind: 'trusted root', name: root.name },
    extensions,
  };
}

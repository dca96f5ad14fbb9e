import { createPublicKey, type KeyObject } from 'node:crypto';
import { limits } from '../../model/limits.ts';
import { type Certificate } from './certificate.ts';
import { DerError } from './der-error.ts';
import { extensionIds, findUnknownCritical } from './extension.ts';
import { isSignature, type SignatureRules } from './signature.ts';

/** `C` is the scheme's own kind of certificate; a path consists of the objects that were passed in. */
export interface PathSearch<C extends Certificate> {
  readonly leaf: C;
  /** Trusted authorities; a path ends at one of them. */
  readonly anchors: readonly C[];
  /** Certificates that may stand between the leaf and an anchor, in any order. */
  readonly candidates: readonly C[];
  /** `signatures only` when the caller checks each member of the path itself. */
  readonly rules: AuthorityRules | 'signatures only';
}

/** Requirements for authorities: RFC 5280, section 6.1, without policies, name constraints and revocation. */
export interface AuthorityRules {
  /** Every authority must be valid at this time. */
  readonly time: Date;
  /** The purpose that authorities with an extended key usage must include; their purposes are ignored when absent. */
  readonly purpose?: string;
}

/** Extensions that are checked or do not restrict a certificate here. Name and policy constraints are not supported. */
export const understoodExtensions: ReadonlySet<string> = new Set([
  extensionIds.subjectKeyIdentifier,
  extensionIds.keyUsage,
  extensionIds.subjectAlternativeName,
  extensionIds.basicConstraints,
  extensionIds.extendedKeyUsage,
  extensionIds.signedCertificateTimestamps,
]);

/** From the leaf to an anchor, both included; `undefined` when no path is found within the limits. The leaf's validity and usage are the caller's to check. */
export function findCertificatePath<C extends Certificate>(search: PathSearch<C>): readonly [C, ...C[]] | undefined {
  return extend([search.leaf], search, { left: limits.certificatePathChecks });
}

/** Both bounds are included (RFC 5280, section 4.1.2.5). */
export function isValidAt({ notBefore, notAfter }: Certificate, time: Date): boolean {
  return notBefore <= time && time <= notAfter;
}

/** Whether the issuer has the right name and its key made the signature (RFC 5280, section 6.1.3). False for an unsupported key. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate, rules?: SignatureRules): boolean {
  if (!certificate.issuerDer.equals(issuer.subjectDer)) return false;
  const { signatureAlgorithm, signed, signature } = certificate;
  try {
    return isSignature(publicKeyOf(issuer), signatureAlgorithm, signed, signature, rules);
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}

/** Any hash is accepted: a root is trusted as a certificate, and its own signature adds nothing to that. */
export function isSelfSigned(certificate: Certificate): boolean {
  return isIssuedBy(certificate, certificate, { hashes: 'any' });
}

/** Throws {@link DerError} for a key that OpenSSL does not support. */
export function publicKeyOf({ publicKeyInfo }: Certificate): KeyObject {
  try {
    return createPublicKey({ key: publicKeyInfo, format: 'der', type: 'spki' });
  } catch (cause) {
    throw new DerError('the public key is not supported', { cause });
  }
}

export function isSameCertificate(one: Certificate, other: Certificate): boolean {
  return one.der.equals(other.der);
}

/** Depth first. Signature checks are limited, because certificates that all issue each other could be tried in every order. */
function extend<C extends Certificate>(
  path: readonly [C, ...C[]],
  search: PathSearch<C>,
  checks: { left: number },
): readonly [C, ...C[]] | undefined {
  const last = path.at(-1) ?? path[0];
  if (path.length > 1 && search.anchors.some((anchor) => isSameCertificate(anchor, last))) return path;
  if (path.length > limits.certificatePathAuthorities) return undefined;
  for (const issuer of [...search.anchors, ...search.candidates]) {
    if (!last.issuerDer.equals(issuer.subjectDer) || path.some((member) => isSameCertificate(member, issuer))) continue;
    if (search.rules !== 'signatures only' && !mayIssue(issuer, path.length - 1, search.rules)) continue;
    if (checks.left-- <= 0) return undefined;
    const found = isIssuedBy(last, issuer) ? extend([...path, issuer], search, checks) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function mayIssue(issuer: Certificate, authoritiesBelow: number, { time, purpose }: AuthorityRules): boolean {
  const { isAuthority, pathLength, keyUsage, purposes, extensions } = issuer;
  if (!isAuthority || keyUsage?.has('keyCertSign') === false || !isValidAt(issuer, time)) return false;
  if (pathLength !== undefined && authoritiesBelow > pathLength) return false;
  if (findUnknownCritical(extensions, understoodExtensions) !== undefined) return false;
  // An authority's purposes restrict what it issues, as in browsers and in Go's crypto/x509.
  return purpose === undefined || purposes === undefined || purposes.includes(purpose);
}

import { type Certificate } from './certificate.ts';
import { isIssuedBy } from './certificate-signature.ts';
import { readCertificateUsage } from './certificate-usage.ts';

export interface PathRequest {
  readonly leaf: Certificate;
  /** Chain of an authority that is trusted: intermediates first, the anchor last. */
  readonly authority: readonly Certificate[];
  /** Certificates that came along with the leaf; they only help to get to the anchor. */
  readonly supplied: readonly Certificate[];
  /** When every certificate of the path has to be valid. */
  readonly time: Date;
  /** What authorities that limit their purposes have to allow. */
  readonly purpose: string;
}

/** More certificates than this between a leaf and its anchor are a loop or a game. */
const maxAuthorities = 6;

/** From the leaf to the authority's anchor, both included, by RFC 5280, section 6.1; `undefined` when there is no such path. */
export function findCertificatePath(request: PathRequest): readonly Certificate[] | undefined {
  if (!isValidAt(request.leaf, request.time)) return undefined;
  const anchor = request.authority.at(-1);
  // An anchor that signs itself is no leaf: RFC 5280 wants at least one certificate under it.
  if (anchor === undefined || anchor.encoded.equals(request.leaf.encoded)) return undefined;
  const candidates = [...request.authority, ...request.supplied];
  return extend([request.leaf], anchor, candidates, request);
}

/** Both bounds are included (RFC 5280, section 4.1.2.5). */
export function isValidAt(certificate: Certificate, time: Date): boolean {
  return certificate.notBefore <= time && time <= certificate.notAfter;
}

function extend(
  path: readonly Certificate[],
  anchor: Certificate,
  candidates: readonly Certificate[],
  request: PathRequest,
): readonly Certificate[] | undefined {
  const last = path.at(-1);
  if (last === undefined || path.length > maxAuthorities) return undefined;
  if (last.encoded.equals(anchor.encoded)) return path;
  for (const issuer of candidates) {
    if (path.some((member) => member.encoded.equals(issuer.encoded))) continue;
    if (!mayIssue(issuer, path.length - 1, request) || !isIssuedBy(last, issuer)) continue;
    const found = extend([...path, issuer], anchor, candidates, request);
    if (found !== undefined) return found;
  }
  return undefined;
}

function mayIssue(issuer: Certificate, authoritiesBelow: number, { time, purpose }: PathRequest): boolean {
  const usage = readCertificateUsage(issuer);
  if (!usage.isAuthority || usage.keyUsage?.certificateSigning === false || !isValidAt(issuer, time)) return false;
  if (usage.maxPathLength !== undefined && authoritiesBelow > usage.maxPathLength) return false;
  // Purposes of an authority bound those of what it issues, as browsers and Go's crypto/x509 have it.
  return usage.extendedKeyUsage === undefined || usage.extendedKeyUsage.purposes.includes(purpose);
}

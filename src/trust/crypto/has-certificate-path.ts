import { hasBrokenDigest, type Certificate } from './certificate.ts';

/** Extensions of RFC 5280 that are checked here, or that do not narrow what a path may be used for here. */
const understood: ReadonlySet<string> = new Set(['2.5.29.19', '2.5.29.15', '2.5.29.37']);

/**
 * Whether an unbroken path of valid certificates leads from `leaf` over `intermediates` to one of `authorities` at `time`
 * (RFC 5280, section 6.1, without policies and revocation; a critical extension that is not understood ends a path).
 */
export function hasCertificatePath(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  authorities: readonly Certificate[],
  time: Date,
): boolean {
  return isPath(leaf, intermediates, authorities, time, 0);
}

/** Intermediates in one path. Certificates that all issue each other would otherwise be tried in every order. */
const longestPath = 4;

/** `between` counts the authorities from the leaf up to here. */
function isPath(
  child: Certificate,
  others: readonly Certificate[],
  authorities: readonly Certificate[],
  time: Date,
  between: number,
): boolean {
  const isIssuer = (issuer: Certificate): boolean => mayIssue(issuer, time, between) && hasIssued(issuer, child);
  if (authorities.some(isIssuer)) return true;
  if (between === longestPath) return false;
  return others.filter(isIssuer).some((issuer) =>
    isPath(
      issuer,
      others.filter((other) => other !== issuer),
      authorities,
      time,
      between + 1,
    ),
  );
}

function mayIssue(issuer: Certificate, time: Date, between: number): boolean {
  const isLongEnough = issuer.pathLength === undefined || issuer.pathLength >= between;
  const isUnderstood = issuer.criticalExtensions.every((type) => understood.has(type));
  return issuer.isAuthority && isLongEnough && isUnderstood && issuer.notBefore <= time && time <= issuer.notAfter;
}

function hasIssued(issuer: Certificate, child: Certificate): boolean {
  return !hasBrokenDigest(child) && child.x509.checkIssued(issuer.x509) && child.x509.verify(issuer.x509.publicKey);
}

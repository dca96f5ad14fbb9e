import { hash } from 'node:crypto';
import { barePurl } from '../model/bare-purl.ts';

/**
 * 32 hexadecimal characters that stay the same over rebuilds, upgrades that do not fix, line moves and rescans: the flaw's id, the package and
 * the package that owns it, both without version and qualifiers.
 */
export function vulnerabilityFingerprint(flawId: string, purl: string, ownerPurl: string | undefined): string {
  return fingerprintsOf(purl, ownerPurl)(flawId);
}

/** {@link vulnerabilityFingerprint} for the flaws of one package. */
export function fingerprintsOf(purl: string, ownerPurl: string | undefined): (flawId: string) => string {
  const rest = `${barePurl(purl)}\n${ownerPurl === undefined ? '' : barePurl(ownerPurl)}`;
  return (flawId) => hash('sha256', `vulnerability\n${flawId}\n${rest}`).slice(0, 32);
}

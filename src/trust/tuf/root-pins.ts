import { PratiqueError } from '../../model/pratique-error.ts';
import { type Certificate } from '../x509/certificate.ts';

/** Which root to trust for a repository (notary trustpinning), by its name or the start of its name. */
export interface RootPins {
  /** By GUN, or by `prefix/*`: key IDs of root certificates, as root metadata list them. */
  readonly certificates: ReadonlyMap<string, readonly string[]>;
  /** By GUN or the part of it before a slash: authorities that must have issued the root's certificate. */
  readonly authorities: ReadonlyMap<string, readonly Certificate[]>;
  /** Whether a root without a pin is trusted on first use. */
  readonly allowFirstUse: boolean;
}

/** The pin that applies to one repository. */
export type RootPin =
  | { readonly kind: 'certificates'; readonly keyIds: readonly string[] }
  | { readonly kind: 'authorities'; readonly prefix: string; readonly certificates: readonly Certificate[] };

/**
 * Checks the pins that a user configured. Throws CONFIG_INVALID for a pattern that can never match or that matches parts of names: if it were
 * ignored, its repositories would be trusted on first use.
 */
export function makeRootPins(pins: RootPins): RootPins {
  for (const [pattern, keyIds] of pins.certificates) {
    if (!/^[^*]+(?:\/\*)?$/.test(pattern)) throw invalid(`${JSON.stringify(pattern)} has a * that is not its last part`);
    const wrong = keyIds.find((keyId) => !/^[0-9a-f]{64}$/.test(keyId));
    if (wrong !== undefined) throw invalid(`${JSON.stringify(wrong)}, pinned for ${pattern}, is not a key ID of 64 hexadecimal digits`);
  }
  for (const [prefix, certificates] of pins.authorities) {
    if (!/^[^*]*[^*/]\/?$/.test(prefix)) throw invalid(`${JSON.stringify(prefix)} is not the start of a repository name`);
    if (certificates.length === 0) throw invalid(`no CA certificate is given for ${prefix}`);
  }
  return pins;
}

/** The most specific pin: by whole name, then by the longest `prefix/*`, then the authority of the longest prefix. */
export function findRootPin(pins: RootPins, gun: string): RootPin | undefined {
  const keyIds =
    pins.certificates.get(gun) ??
    longest(pins.certificates, (pattern) => pattern.endsWith('/*') && isBeneath(gun, pattern.slice(0, -1)))?.value;
  if (keyIds !== undefined) return { kind: 'certificates', keyIds };
  const authorities = longest(pins.authorities, (prefix) => gun === prefix || isBeneath(gun, prefix.endsWith('/') ? prefix : `${prefix}/`));
  return authorities && { kind: 'authorities', prefix: authorities.key, certificates: authorities.value };
}

function isBeneath(gun: string, folder: string): boolean {
  return gun.startsWith(folder);
}

function longest<T>(
  map: ReadonlyMap<string, T>,
  isMatch: (key: string) => boolean,
): { readonly key: string; readonly value: T } | undefined {
  const matches = Array.from(map, ([key, value]) => ({ key, value })).filter(({ key }) => isMatch(key));
  return matches.sort((one, other) => other.key.length - one.key.length)[0];
}

function invalid(reason: string): PratiqueError {
  return new PratiqueError('CONFIG_INVALID', `the pinned roots cannot be used: ${reason}`);
}

import { type YamlValue } from '../../../lib/yaml/yaml-value.ts';
import { type SigstoreIdentity } from './trust-policy.ts';

/** A number of distinct signers. Throws YamlError. */
export function decodeThreshold(value: YamlValue): number {
  return value.wholeNumber(1, 100);
}

/** How many distinct signers the identities can be; patterns match any number of them. */
export function mostSigners(identities: readonly SigstoreIdentity[]): number {
  const isExact = identities.every(
    (identity) => identity.kind === 'key' || (identity.subject.kind === 'exact' && identity.issuer.kind === 'exact'),
  );
  return isExact ? identities.length : Infinity;
}

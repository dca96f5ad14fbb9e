import { type Digest, digestAlgorithm, digestHex } from '../../model/digest.ts';

/**
 * Where the referrers of a digest are listed when the registry has no API for it: the digest with a hyphen, its algorithm cut to 32 and its
 * value to 64 characters; distribution-spec, "Referrers Tag Schema".
 */
export function fallbackTag(subject: Digest): string {
  return `${digestAlgorithm(subject)}-${digestHex(subject).slice(0, 64)}`;
}

import { type AffectedRange } from '../model/advisory.ts';
import { type VersionScheme } from '../model/version-scheme.ts';

/** The third answer is for a version or a bound that the scheme cannot read, where it would have decided. */
export type RangeAnswer = 'inside' | 'outside' | 'undecided';

/**
 * Whether `version` is in `range`: from `introduced` (`'0'` is before everything) up to `fixed` (exclusive) and `lastAffected`
 * (inclusive). One bound that excludes the version decides, even if the other cannot be read. Never throws.
 * OSV schema, "Evaluation" and affected[].ranges[].events.
 */
export function isInRange(scheme: VersionScheme, version: string, range: AffectedRange): RangeAnswer {
  const { introduced, fixed, lastAffected } = range;
  const isFromStart = introduced === '0';
  if (isFromStart && fixed === undefined && lastAffected === undefined) return 'inside';
  if (!scheme.isValid(version)) return 'undecided';
  const fromIntroduced = isFromStart ? 1 : compareReadable(scheme, version, introduced);
  const fromFixed = fixed === undefined ? -1 : compareReadable(scheme, version, fixed);
  const fromLast = lastAffected === undefined ? -1 : compareReadable(scheme, version, lastAffected);
  if (fromIntroduced !== undefined && fromIntroduced < 0) return 'outside';
  if (fromFixed !== undefined && fromFixed >= 0) return 'outside';
  if (fromLast !== undefined && fromLast > 0) return 'outside';
  return fromIntroduced === undefined || fromFixed === undefined || fromLast === undefined ? 'undecided' : 'inside';
}

function compareReadable(scheme: VersionScheme, version: string, bound: string): number | undefined {
  return scheme.isValid(bound) ? scheme.compare(version, bound) : undefined;
}

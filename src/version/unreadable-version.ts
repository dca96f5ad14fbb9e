import { type VersionSchemeId } from '../model/version-scheme.ts';

/** What `compare` throws on a version that its scheme refuses; the version is cut to 120 characters. */
export function unreadableVersion(scheme: VersionSchemeId, version: string): RangeError {
  return new RangeError(`not a ${scheme} version: ${JSON.stringify(version.slice(0, 120))}`);
}

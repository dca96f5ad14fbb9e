/** CycloneDX versions that are written, oldest first. */
export const cycloneDxVersions = ['1.4', '1.5', '1.6', '1.7'] as const;

export const defaultCycloneDxVersion = '1.6';

/** Whether a version has what came with `1.minor`. */
export function hasSince(version: string, minor: number): boolean {
  return Number(version.slice(2)) >= minor;
}

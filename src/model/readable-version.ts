/** Without the epoch 0 that only RPM advisories write; it means the same as no epoch. */
export function readableVersion(version: string): string {
  return version.startsWith('0:') ? version.slice(2) : version;
}

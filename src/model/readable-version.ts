/** Without the epoch 0 that RPM advisories write out and nobody else does; it means the same as none. */
export function readableVersion(version: string): string {
  return version.startsWith('0:') ? version.slice(2) : version;
}

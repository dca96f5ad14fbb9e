/** SPDX 2.3, 6.8: a tool's name and version. */
export function toolName(toolVersion: string): string {
  return `pratique-${toolVersion}`;
}

/** SPDX 2.3, 6.9 and SPDX 3, CreationInfo: without fractions of a second. */
export function spdxDate(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

import deprecatedIds from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import ids from 'spdx-license-ids/index.json' with { type: 'json' };

const known: ReadonlySet<string> = new Set([...ids, ...deprecatedIds]);

/** Whether a text is an identifier of the SPDX license list, in its own spelling. */
export function isLicenseId(text: string): boolean {
  return known.has(text);
}

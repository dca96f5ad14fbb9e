/** The attributes that say what an archive is. */
const known: ReadonlySet<string> = new Set([
  ...['implementation-title', 'implementation-version', 'implementation-vendor-id', 'specification-title', 'specification-version'],
  ...['bundle-symbolicname', 'bundle-version', 'bundle-license', 'automatic-module-name', 'main-class', 'start-class'],
  // Jenkins plugins, and bundles of NiFi.
  ...['short-name', 'extension-name', 'group-id', 'plugin-version', 'nar-group', 'nar-id', 'nar-version'],
]);

const maxCharacters = 1_000;

/**
 * The attributes of a manifest's main section that name the archive, keys in lower case: JAR File Specification, "JAR Manifest". A line that begins with a space continues the
 * one before, and may begin in the middle of a character.
 */
export function parseManifest(content: Buffer): Readonly<Record<string, string>> {
  const found: { readonly key: string; value: string }[] = [];
  let open: { readonly key: string; value: string } | undefined;
  for (const line of content.toString('latin1').split(/\r\n|\r|\n/)) {
    if (line === '') {
      if (found.length > 0) break;
    } else if (line.startsWith(' ')) {
      if (open !== undefined && open.value.length < maxCharacters) open.value += line.slice(1);
    } else {
      const colon = line.indexOf(':');
      const key = line.slice(0, Math.max(0, colon)).toLowerCase();
      open = known.has(key) ? { key, value: line.slice(colon + 1) } : undefined;
      if (open !== undefined) found.push(open);
    }
  }
  const entries = found.map(
    ({ key, value }) => [key, Buffer.from(value.slice(0, maxCharacters), 'latin1').toString('utf8').trim()] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

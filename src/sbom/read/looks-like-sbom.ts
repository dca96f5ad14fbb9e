/** How many bytes of a file {@link looksLikeSbom} wants. */
export const sbomHeadBytes = 4_096;

/** Whether a file may be an SBOM, by how it begins: JSON, XML, SPDX tag-value or SPDX YAML. No archive begins like one of these. */
export function looksLikeSbom(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, sbomHeadBytes))
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  return /^\s*\{/.test(text) || isXml(text) || isTagValue(text) || isYaml(text);
}

/** The root element of CycloneDX, or of SPDX in RDF, which is refused by name; a page of a website is neither. */
function isXml(text: string): boolean {
  return /^\s*<(?:[?!][^>]*>\s*<)*(?:[\w-]+:)?(?:bom|RDF)[\s>]/.test(text);
}

export function isTagValue(text: string): boolean {
  return /^(?:\s*(?:#[^\n]*)?\n)*\s*SPDXVersion\s*:/.test(text);
}

/** SPDX in YAML: its first key is one of the document's. */
export function isYaml(text: string): boolean {
  const first = /^(?:%YAML[^\n]*\n|---[^\n]*\n|\s*#[^\n]*\n|\s*\n)*"?(\w+)"?[ \t]*:/.exec(text)?.[1] ?? '';
  return spdxKeys.has(first);
}

const spdxKeys: ReadonlySet<string> = new Set([
  'SPDXID',
  'spdxVersion',
  'creationInfo',
  'dataLicense',
  'documentNamespace',
  'documentDescribes',
]);

/** A package URL without version, qualifiers and subpath. purl-spec: `scheme:type/namespace/name@version?qualifiers#subpath`; an `@` of the name itself is percent-encoded, or has a slash after it. */
export function barePurl(purl: string): string {
  const end = purl.search(/[?#]/);
  const path = end < 0 ? purl : purl.slice(0, end);
  const version = path.lastIndexOf('@');
  return version > path.lastIndexOf('/') ? path.slice(0, version) : path;
}

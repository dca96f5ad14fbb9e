/** purl-spec, types: what stands between a namespace and a name where the ecosystem writes both as one name. */
const separators: ReadonlyMap<string, string> = new Map([
  ['maven', ':'],
  ['cpan', ''],
]);
/** Types whose packages have no namespace: what a producer writes there is not part of the name. */
const withoutNamespace: ReadonlySet<string> = new Set([
  'pypi',
  'gem',
  'nuget',
  'cargo',
  'cran',
  'hackage',
  'pub',
  'bitnami',
  'conda',
  'deb',
  'apk',
  'rpm',
  'alpm',
]);

/** A package's name as its ecosystem and its advisories write it: `@types/node`, `org.slf4j:slf4j-api`. */
export function joinPackageName(purlType: string, namespace: string | undefined, name: string): string {
  if (namespace === undefined || withoutNamespace.has(purlType)) return name;
  const separator = separators.get(purlType) ?? '/';
  return separator === '' ? name : `${namespace}${separator}${name}`;
}

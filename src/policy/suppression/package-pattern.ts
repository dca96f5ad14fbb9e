import { type Package } from '../../model/package.ts';
import { joinPackageName } from '../../model/purl-package-name.ts';
import { ecosystem } from '../../model/ecosystem.ts';
import { parsePurl, type Purl } from '../../model/purl.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { type PurlStrictness } from './purl-strictness.ts';
import { parseVersionPattern, type VersionPattern } from './version-pattern.ts';

/** Packages that an entry is about. Every criterion that is there must hold. */
export interface PackagePattern {
  /** As a file states it, for messages. */
  readonly text: string;
  /** The same as `pratique.yaml` has it; absent where that cannot say it. */
  readonly written?: { readonly purl: string; readonly versions?: string };
  matches(found: Package): boolean;
}

/** Qualifiers that say where a package came from, not which one it is: two scanners differ in them. */
const ignoredQualifiers: ReadonlySet<string> = new Set([
  'distro',
  'epoch',
  'upstream',
  'checksum',
  'download_url',
  'vcs_url',
  'package-id',
  'os_name',
  'os_version',
  'os_distro',
]);

/**
 * `pkg:npm/lodash`, `pkg:npm/lodash@4.17.4`, and with `versions` a range. A distribution's package also matches by its source package. Absent parts
 * accept anything. Returns what is wrong as text.
 */
export function purlPattern(text: string, versions?: string): PackagePattern | string {
  const wanted = readPurl(text);
  if (typeof wanted === 'string') return wanted;
  if (versions !== undefined && wanted.version !== undefined) return 'has a version, and there is a version range as well';
  const range = versions === undefined ? undefined : parseVersionPattern(versions);
  if (typeof range === 'string') return `version ${range}`;
  return {
    text: versions === undefined ? text : `${text} ${versions}`,
    written: { purl: text, ...(versions === undefined ? {} : { versions }) },
    matches: (found) => isPackage(found, wanted, range),
  };
}

function readPurl(text: string): Purl | string {
  try {
    return parsePurl(text);
  } catch (error) {
    if (error instanceof PratiqueError) return `is ${error.message}`;
    throw error;
  }
}

function isPackage(found: Package, wanted: Purl, range: VersionPattern | undefined): boolean {
  if (explainPackage(found, wanted, 'standard') !== undefined) return false;
  const isSource = parsePurl(found.purl).name !== wanted.name;
  return range === undefined || range.matches(isSource ? found.source?.version : found.version, found.ecosystem) === true;
}

/** `undefined` where the purl means the package; else the first part that differs, in words. */
export function explainPackage(found: Package, wanted: Purl, strictness: PurlStrictness): string | undefined {
  if (ecosystem(found.ecosystem).purlType !== wanted.type) return `the type is ${wanted.type}, not ${ecosystem(found.ecosystem).purlType}`;
  const own = parsePurl(found.purl);
  const isSource = own.name !== wanted.name;
  if (isSource && (strictness === 'strict' || found.source?.name.toLowerCase() !== wanted.name.toLowerCase()))
    return `the name is ${wanted.name}, not ${found.name}`;
  const isSameSpace = isSource ? wanted.namespace === undefined || wanted.namespace === own.namespace : isNamespace(own, wanted);
  if (!isSameSpace && strictness !== 'loose') return `the namespace is ${wanted.namespace ?? 'absent'}, not ${own.namespace ?? 'absent'}`;
  const version = isSource ? found.source?.version : found.version;
  if (wanted.version !== undefined && version !== wanted.version && own.version !== wanted.version && !isSameEpoch(wanted, own))
    return `the version is ${wanted.version}, not ${version ?? 'known'}`;
  for (const [key, value] of wanted.qualifiers) {
    const present = own.qualifiers.get(key);
    if (
      strictness === 'strict'
        ? present !== value
        : !ignoredQualifiers.has(key) && strictness !== 'loose' && present !== undefined && present !== value
    )
      return `the qualifier ${key} is ${value}, not ${present ?? 'absent'}`;
  }
  return wanted.subpath === undefined || wanted.subpath === own.subpath ? undefined : `the subpath is ${wanted.subpath}`;
}

/** An absent namespace accepts any of a distribution, whose name is not part of the package's. */
function isNamespace(own: Purl, wanted: Purl): boolean {
  if (own.namespace === wanted.namespace) return true;
  return wanted.namespace === undefined && joinPackageName(own.type, own.namespace, own.name) === own.name;
}

/** RPM purls keep the epoch in a qualifier; some tools write it into the version. */
function isSameEpoch(wanted: Purl, own: Purl): boolean {
  const join = ({ version = '', qualifiers }: Purl): string => {
    const epoch = qualifiers.get('epoch');
    return epoch === undefined || version.includes(':') ? version.replace(/^0:/, '') : `${epoch}:${version}`.replace(/^0:/, '');
  };
  return join(wanted) === join(own);
}

/** Packages by the names and kinds of other tools. */
export function namedPattern(criteria: {
  readonly text: string;
  readonly name?: (name: string) => boolean;
  readonly sourceName?: (name: string) => boolean;
  readonly version?: string;
  readonly purlTypes?: readonly string[];
  readonly written?: PackagePattern['written'];
}): PackagePattern {
  const { text, name, sourceName, version, purlTypes, written } = criteria;
  return {
    text,
    ...(written === undefined ? {} : { written }),
    matches: (found) =>
      (name === undefined || name(found.name)) &&
      (sourceName === undefined || (found.source !== undefined && sourceName(found.source.name))) &&
      (version === undefined || found.version === version) &&
      (purlTypes === undefined || purlTypes.includes(ecosystem(found.ecosystem).purlType)),
  };
}

/** A package by its plain name as a package URL, where that needs no namespace. */
export function writtenName(
  name: string | undefined,
  version: string | undefined,
  purlTypes: readonly string[] | undefined,
): PackagePattern['written'] {
  const [type, other] = purlTypes ?? [];
  if (name === undefined || type === undefined || other !== undefined || type === 'maven' || !/^[\w.@/+-]+$/.test(name)) return undefined;
  const path = name.replace(/^@/, '%40');
  return { purl: `pkg:${type}/${path}${version === undefined ? '' : `@${encodeURIComponent(version)}`}` };
}

import { ecosystem, ecosystemIds, type EcosystemId } from '../model/ecosystem.ts';
import { packageManagers } from '../model/package-managers.ts';
import { type Package } from '../model/package.ts';
import { formatPurl, type Purl } from '../model/purl.ts';
import { type DetectedDistribution } from '../model/report.ts';
import { findVendor, type Vendor } from './find-vendor.ts';
import { joinPackageName } from '../model/purl-package-name.ts';
import { readUpstream } from './read-upstream.ts';

/** What a purl tells of a package, with the distribution of its document. */
export interface PackageIdentity extends Pick<
  Package,
  'ecosystem' | 'release' | 'name' | 'version' | 'architecture' | 'source' | 'module'
> {
  /** Canonical, as the catalogers write it. */
  readonly purl: string;
}

/**
 * The ecosystem, release, name and version that advisories know a package by; `undefined` where no ecosystem has this type of purl. Parts that
 * producers leave out come from the document: a namespace or a release from its distribution, a version and an epoch from `statedVersion`.
 */
export function identifyPackage(
  found: Purl,
  distribution: DetectedDistribution | undefined,
  statedVersion?: string,
): PackageIdentity | undefined {
  const vendor = isSystemType(found.type) ? findVendor(found, distribution) : undefined;
  const id = vendor?.ecosystem ?? ecosystemIds.find((each) => ecosystem(each).purlType === found.type);
  if (id === undefined) return undefined;
  const version = versionOf(found, statedVersion);
  const architecture = found.qualifiers.get('arch');
  const module = moduleOf(found.qualifiers.get('rpmmod'));
  const source = vendor === undefined ? undefined : sourceOf(id, found, version);
  return {
    purl: vendor === undefined ? languagePurl(found, version) : systemPurl(found, version, vendor),
    ecosystem: id,
    ...(vendor?.release === undefined ? {} : { release: vendor.release }),
    name: joinPackageName(found.type, found.namespace, found.name),
    ...(version === undefined ? {} : { version }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(source === undefined ? {} : { source }),
    ...(module === undefined ? {} : { module }),
  };
}

const systemTypes: ReadonlySet<string> = new Set(
  Object.values(packageManagers).map(({ fallback }) => ecosystem(fallback as EcosystemId).purlType),
);

/** Whether packages of the type are installed by a distribution's package manager. */
export function isSystemType(type: string): boolean {
  return systemTypes.has(type);
}

/** With its epoch, which the purl has in its version, in a qualifier, or not at all. */
function versionOf(found: Purl, stated: string | undefined): string | undefined {
  const version = found.version ?? stated;
  if (version === undefined || version === '') return undefined;
  // An absent epoch and an epoch of 0 are the same, and RPM versions have one form.
  if (found.type === 'rpm' && version.startsWith('0:')) return version.slice(2);
  if (!isSystemType(found.type) || /^\d+:/.test(version)) return version;
  const epoch = found.qualifiers.get('epoch') ?? '';
  if (/^[1-9]\d{0,8}$/.test(epoch)) return `${epoch}:${version}`;
  // Some producers write the epoch only beside the purl.
  return stated !== undefined && /^[1-9]\d{0,8}:/.test(stated) && stated.slice(stated.indexOf(':') + 1) === version ? stated : version;
}

/** Where advisories name source packages, a package whose source is not stated is taken for its own. */
function sourceOf(id: EcosystemId, found: Purl, version: string | undefined): Package['source'] {
  const stated = readUpstream(found, version);
  if (stated !== undefined || ecosystem(id).advisoriesName !== 'source' || version === undefined) return stated;
  return { name: found.name, version };
}

/** `nodejs:18:9010020221004:rhel9` is stream 18 of nodejs. */
function moduleOf(label: string | undefined): string | undefined {
  const [name = '', stream = ''] = label?.split(':') ?? [];
  return name === '' || stream === '' ? undefined : `${name}:${stream}`;
}

/** Qualifiers that say in another way what the canonical ones do. */
const replacedQualifiers: ReadonlySet<string> = new Set([
  'upstream',
  'distro',
  'distro_name',
  'os_name',
  'os_version',
  'os_distro',
  'epoch',
]);

function systemPurl(found: Purl, version: string | undefined, { namespace, distro }: Vendor): string {
  const [, epoch, withoutEpoch] = found.type === 'rpm' ? (/^(\d+):([^]*)$/.exec(version ?? '') ?? []) : [];
  const written = withoutEpoch ?? version;
  return formatPurl({
    type: found.type,
    ...(namespace === undefined ? {} : { namespace }),
    name: found.name,
    ...(written === undefined ? {} : { version: written }),
    qualifiers: new Map([
      ...[...found.qualifiers].filter(([key]) => !replacedQualifiers.has(key)),
      ...(distro === undefined ? [] : [['distro', distro] as const]),
      ...(epoch === undefined ? [] : [['epoch', epoch] as const]),
    ]),
  });
}

function languagePurl(found: Purl, version: string | undefined): string {
  const qualifiers = new Map([...found.qualifiers].filter(([key]) => key !== 'upstream'));
  return formatPurl({ ...found, ...(version === undefined ? {} : { version }), qualifiers });
}

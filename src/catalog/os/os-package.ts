import { ecosystem, type EcosystemId } from '../../model/ecosystem.ts';
import { packageManagers, type PackageManagerId } from '../../model/package-managers.ts';
import { packageId } from '../../model/package.ts';
import { formatPurl } from '../../model/purl.ts';
import { type DetectedDistribution } from '../../model/report.ts';
import { type TreeEntry } from '../../model/file-tree.ts';
import { type CataloguedPackage } from '../cataloger.ts';

/** What a package database says of one package; the rest follows from the distribution. */
export interface OsPackageRecord {
  readonly name: string;
  /** As the version scheme compares it: with an rpm's epoch. */
  readonly version?: string;
  /** Where the purl has another: an rpm's epoch is a qualifier there. */
  readonly purlVersion?: string;
  /** rpm only; purl-spec, rpm. */
  readonly epoch?: number;
  readonly architecture?: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly licenses?: readonly string[];
  /** Only where it is not the distribution. */
  readonly supplier?: string;
  readonly module?: string;
  /** Where the name holds a namespace: a category of Gentoo. */
  readonly purlName?: { readonly namespace: string; readonly name: string };
  /** Qualifiers beside those that every package has. */
  readonly qualifiers?: Readonly<Record<string, string>>;
}

export interface OsPackageMaker {
  readonly ecosystem: EcosystemId;
  /** Without dependencies and owned paths. */
  readonly make: (record: OsPackageRecord) => CataloguedPackage;
}

/** Packages of one database file. Without a distribution of the same package manager they are listed under the manager's own row. */
export function osPackageMaker(
  packageManager: PackageManagerId,
  file: TreeEntry,
  distribution: DetectedDistribution | undefined,
): OsPackageMaker {
  const known = distribution?.ecosystem;
  const row = known === undefined ? undefined : ecosystem(known).distribution;
  const isKnown = known !== undefined && row?.packageManager === packageManager;
  const id = isKnown ? known : packageManagers[packageManager].fallback;
  const { purlType, purlNamespace } = ecosystem(id);
  // A distribution that uses another package manager says nothing about these packages.
  const vendor = known === undefined || isKnown || row?.otherPackageManager === packageManager ? distribution : undefined;
  const namespace = vendor?.purlNamespace ?? purlNamespace ?? vendor?.id;
  const distro = vendor === undefined ? undefined : formatDistro(vendor);
  const release = isKnown ? distribution?.release : undefined;
  const locations = [{ path: file.path, layerIndex: file.layerIndex }];

  function make(record: OsPackageRecord): CataloguedPackage {
    const { name, version, architecture, source, licenses = [], supplier, module } = record;
    const purlVersion = record.purlVersion ?? version;
    const purl = formatPurl({
      type: purlType,
      ...(namespace === undefined ? {} : { namespace }),
      name,
      ...record.purlName,
      ...(purlVersion === undefined ? {} : { version: purlVersion }),
      qualifiers: {
        ...(architecture === undefined ? {} : { arch: architecture }),
        ...(distro === undefined ? {} : { distro }),
        ...record.qualifiers,
        ...(record.epoch === undefined ? {} : { epoch: String(record.epoch) }),
      },
    });
    return {
      id: packageId(purl, file.path),
      purl,
      ecosystem: id,
      ...(release === undefined ? {} : { release }),
      name,
      ...(version === undefined ? {} : { version }),
      ...(architecture === undefined ? {} : { architecture }),
      ...(source === undefined ? {} : { source }),
      locations,
      licenses,
      dependencies: [],
      ...(supplier === undefined ? {} : { supplier }),
      ...(module === undefined ? {} : { module }),
    };
  }

  return { ecosystem: id, make };
}

/** purl-spec, known qualifiers of deb, apk and rpm: `distro=debian-12`. */
function formatDistro(distribution: DetectedDistribution): string {
  const release = distribution.release ?? distribution.versionId;
  return release === undefined ? distribution.id : `${distribution.id}-${release}`;
}

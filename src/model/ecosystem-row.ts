import { type ContentKind } from './content-kinds.ts';
import { type PackageManagerId } from './package-managers.ts';
import { type VersionSchemeId } from './version-scheme.ts';

export interface Ecosystem {
  readonly displayName: string;
  /** purl-spec type, and the namespace for distributions. */
  readonly purlType: string;
  readonly purlNamespace?: string;
  readonly versionScheme: VersionSchemeId;
  /** `affected[].package.ecosystem` of OSV records, before any colon; absent where OSV has no name for it. */
  readonly osvName?: string;
  /** Whether the publishers' advisories name source or binary packages. */
  readonly advisoriesName: 'source' | 'binary';
  /** Advisories that name source packages beside binary ones mark the name of a source with this. */
  readonly sourceNameSuffix?: string;
  /** Only for languages: the kind of content that a lock file or a manifest is which could not be read. */
  readonly contentKind?: ContentKind;
  /** Only for distributions. */
  readonly distribution?: Distribution;
}

export interface Distribution {
  /** `ID` values of os-release(5) that mean this distribution. */
  readonly osReleaseIds: readonly string[];
  /**
   * How `VERSION_ID` becomes the release that advisories name: `major` (`12`), `major.minor` (`3.20`), `all` (as written), or
   * `rolling` (the ecosystem has no releases).
   */
  readonly release: 'major' | 'major.minor' | 'all' | 'rolling';
  /** Which package database it uses. */
  readonly packageManager: PackageManagerId;
  /** Another one that some of its releases use instead, whose packages have no advisories. */
  readonly otherPackageManager?: PackageManagerId;
  /** Free security support. */
  readonly support?: SupportDates;
  /** Security support that needs a subscription, after the free one. */
  readonly paidSupport?: SupportDates & { readonly name: string };
  /** Release names by number, for publishers that use them. */
  readonly codenames?: Readonly<Record<string, string>>;
  /** Streams beside the plain one whose advisories speak about every image of a release, such as Ubuntu's `pro`. */
  readonly generalStreams?: readonly string[];
  /**
   * Who publishes the distribution's own packages, as its package database names them: domains of dpkg's maintainers, beginnings of rpm's
   * vendors. Absent where no such list can be made: maintainers in Debian and Alpine use addresses of any kind.
   */
  readonly suppliers?: readonly string[];
  /** The release that is never finished, and what marks it in `VERSION_ID` or the code name. */
  readonly development?: { readonly release: string; readonly markers: readonly string[] };
  /** Distributions that install its packages or rebuild them, and have no advisories of their own. */
  readonly derivatives?: readonly Derivative[];
}

export interface SupportDates {
  /** The publisher's page with the dates. */
  readonly source: string;
  /** Last day by release, ISO dates. */
  readonly lastDays: Readonly<Record<string, string>>;
}

/** A distribution whose packages are judged by the advisories of the row it stands in. */
export interface Derivative {
  readonly displayName: string;
  readonly osReleaseIds: readonly string[];
  /** How the name in os-release begins, where several distributions share an ID. */
  readonly nameStart?: string;
  readonly purlNamespace: string;
  /**
   * `same`: its packages are the ones that the advisories are about, or rebuilt from the same sources. `changed`: they may differ, which is an
   * issue of lower confidence.
   */
  readonly packages: 'same' | 'changed';
  /** The key of os-release(5) that holds the release of the row, where `VERSION_ID` is the derivative's own. */
  readonly releaseKey?: 'UBUNTU_CODENAME' | 'DEBIAN_CODENAME' | 'RHEL_VERSION';
  /** Releases of the row by its own releases, where they have other numbers. */
  readonly releases?: Readonly<Record<string, string>>;
  /** Free security support by releases of the row, where it differs from the row's. */
  readonly support?: SupportDates;
}

import { type ContentKind } from './content-kinds.ts';
import { languageEcosystems } from './language-ecosystems.ts';
import { type VersionSchemeId } from './version-scheme.ts';

export interface Ecosystem {
  readonly displayName: string;
  /** purl-spec type, and the namespace for distributions. */
  readonly purlType: string;
  readonly purlNamespace?: string;
  readonly versionScheme: VersionSchemeId;
  /** `affected[].package.ecosystem` of OSV records, before any colon. */
  readonly osvName: string;
  /** Whether the publishers' advisories name source or binary packages. */
  readonly advisoriesName: 'source' | 'binary';
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
  /** Last day of free security support, by release (ISO dates; the publishers' life-cycle pages). */
  readonly endOfLife?: Readonly<Record<string, string>>;
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
}

/** What all stages know of a package manager; its cataloger knows the format of the database. */
export interface PackageManager {
  /** Ecosystem of packages whose distribution has no row of its own; they have no advisories. */
  readonly fallback: string;
  /** Files that are a whole database, without a leading slash. Any of them marks the root of a system. */
  readonly databaseFiles: readonly string[];
  /** Directories with a file or a folder for each package. */
  readonly databaseDirectories: readonly string[];
  /**
   * Packages whose flaws are the kernel's, as the distributions name them: a container runs its host's kernel, so its own copy, headers or
   * documentation are never executed. A trailing `*` stands for any ending.
   */
  readonly kernelPackages: readonly string[];
}

// prettier-ignore
export const packageManagers = {
  dpkg: {
    fallback: 'deb',
    // opkg's database has the same form.
    databaseFiles: ['var/lib/dpkg/status', 'usr/lib/opkg/status', 'var/lib/opkg/status', 'opt/lib/opkg/status'],
    // Distroless images have one control file a package here, and no status file.
    databaseDirectories: ['var/lib/dpkg/status.d'],
    kernelPackages: [
      'linux-libc-dev', 'linux-libc-dev-*', 'linux-headers-*', 'linux-image-*', 'linux-modules-*', 'linux-source*', 'linux-doc*', 'linux-kbuild-*',
      'linux-compiler-*', 'linux-support-*', 'linux-config-*',
    ],
  },
  apk: {
    fallback: 'apk',
    databaseFiles: ['lib/apk/db/installed', 'usr/lib/apk/db/installed'],
    databaseDirectories: [],
    kernelPackages: ['linux-headers', 'linux-lts*', 'linux-virt*', 'linux-edge*', 'linux-stable*', 'linux-rpi*'],
  },
  rpm: {
    fallback: 'rpm',
    // Its default, SUSE's and Fedora's newer one, and that of rpm-ostree; of several in one directory the newest format comes first.
    databaseFiles: [
      'var/lib/rpm/rpmdb.sqlite', 'var/lib/rpm/Packages.db', 'var/lib/rpm/Packages',
      'usr/lib/sysimage/rpm/rpmdb.sqlite', 'usr/lib/sysimage/rpm/Packages.db', 'usr/lib/sysimage/rpm/Packages',
      'usr/share/rpm/rpmdb.sqlite', 'usr/share/rpm/Packages.db', 'usr/share/rpm/Packages',
    ],
    databaseDirectories: [],
    kernelPackages: [
      'kernel', 'kernel-headers', 'kernel-devel*', 'kernel-core', 'kernel-modules*', 'kernel-doc', 'kernel-debug*', 'kernel-rt*', 'kernel-64k*',
      'kernel-uki-virt*', 'kernel-cross-headers', 'kernel-abi-*', 'kernel-srpm-macros',
    ],
  },
  pacman: {
    fallback: 'alpm',
    databaseFiles: [],
    databaseDirectories: ['var/lib/pacman/local'],
    kernelPackages: ['linux', 'linux-api-headers', 'linux-docs', 'linux-headers', 'linux-hardened*', 'linux-lts*', 'linux-rt*', 'linux-zen*'],
  },
} as const satisfies Record<string, PackageManager>;

export type PackageManagerId = keyof typeof packageManagers;

export const packageManagerIds = Object.keys(packageManagers) as readonly PackageManagerId[];

/** The one table that ties the stage folders together: a row, not a switch. */
export const ecosystems = {
  alpine: {
    displayName: 'Alpine',
    purlType: 'apk',
    purlNamespace: 'alpine',
    versionScheme: 'apk',
    osvName: 'Alpine',
    advisoriesName: 'source',
    distribution: {
      osReleaseIds: ['alpine'],
      release: 'major.minor',
      packageManager: 'apk',
      development: { release: 'edge', markers: ['edge', '_alpha'] },
      endOfLife: {
        '3.10': '2021-05-01',
        '3.11': '2021-11-01',
        '3.12': '2022-05-01',
        '3.13': '2022-11-01',
        '3.14': '2023-05-01',
        '3.15': '2023-11-01',
        '3.16': '2024-05-23',
        '3.17': '2024-11-22',
        '3.18': '2025-05-09',
        '3.19': '2025-11-01',
        '3.20': '2026-04-01',
        '3.21': '2026-11-01',
        '3.22': '2027-05-01',
        '3.23': '2027-11-01',
        '3.24': '2028-05-01',
      },
    },
  },
  debian: {
    displayName: 'Debian',
    purlType: 'deb',
    purlNamespace: 'debian',
    versionScheme: 'deb',
    osvName: 'Debian',
    advisoriesName: 'source',
    distribution: {
      osReleaseIds: ['debian'],
      release: 'major',
      packageManager: 'dpkg',
      development: { release: 'sid', markers: ['sid'] },
      codenames: {
        '7': 'wheezy',
        '8': 'jessie',
        '9': 'stretch',
        '10': 'buster',
        '11': 'bullseye',
        '12': 'bookworm',
        '13': 'trixie',
        '14': 'forky',
      },
      endOfLife: {
        '7': '2018-05-31',
        '8': '2020-06-30',
        '9': '2022-06-30',
        '10': '2024-06-30',
        '11': '2026-08-31',
        '12': '2028-06-30',
        '13': '2030-06-30',
      },
    },
  },
  ubuntu: {
    displayName: 'Ubuntu',
    purlType: 'deb',
    purlNamespace: 'ubuntu',
    versionScheme: 'deb',
    osvName: 'Ubuntu',
    advisoriesName: 'source',
    distribution: {
      osReleaseIds: ['ubuntu'],
      release: 'all',
      packageManager: 'dpkg',
      generalStreams: ['pro'],
      // Ubuntu's builders name Ubuntu in every binary package; some keep the maintainer of Debian.
      suppliers: ['ubuntu.com', 'canonical.com', 'launchpad.net', 'debian.org', 'debian.net'],
      codenames: {
        '14.04': 'trusty',
        '16.04': 'xenial',
        '18.04': 'bionic',
        '20.04': 'focal',
        '22.04': 'jammy',
        '24.04': 'noble',
        '26.04': 'resolute',
      },
      endOfLife: {
        '14.04': '2019-04-25',
        '16.04': '2021-04-30',
        '18.04': '2023-05-31',
        '20.04': '2025-05-31',
        '22.04': '2027-06-01',
        '24.04': '2029-05-31',
      },
    },
  },
  wolfi: {
    displayName: 'Wolfi',
    purlType: 'apk',
    purlNamespace: 'wolfi',
    versionScheme: 'apk',
    osvName: 'Wolfi',
    advisoriesName: 'source',
    distribution: { osReleaseIds: ['wolfi'], release: 'rolling', packageManager: 'apk' },
  },
  chainguard: {
    displayName: 'Chainguard',
    purlType: 'apk',
    purlNamespace: 'chainguard',
    versionScheme: 'apk',
    osvName: 'Chainguard',
    advisoriesName: 'source',
    distribution: { osReleaseIds: ['chainguard'], release: 'rolling', packageManager: 'apk' },
  },
  redhat: {
    displayName: 'Red Hat Enterprise Linux',
    purlType: 'rpm',
    purlNamespace: 'redhat',
    versionScheme: 'rpm',
    osvName: 'Red Hat',
    advisoriesName: 'binary',
    distribution: {
      osReleaseIds: ['rhel', 'centos'],
      release: 'major',
      packageManager: 'rpm',
      suppliers: ['Red Hat', 'CentOS'],
      endOfLife: { '6': '2020-11-30', '7': '2024-06-30', '8': '2029-05-31', '9': '2032-05-31', '10': '2035-05-31' },
    },
  },
  almalinux: {
    displayName: 'AlmaLinux',
    purlType: 'rpm',
    purlNamespace: 'almalinux',
    versionScheme: 'rpm',
    osvName: 'AlmaLinux',
    advisoriesName: 'binary',
    distribution: {
      osReleaseIds: ['almalinux'],
      release: 'major',
      packageManager: 'rpm',
      suppliers: ['AlmaLinux', 'CloudLinux'],
      endOfLife: { '8': '2029-03-01', '9': '2032-05-31', '10': '2035-05-31' },
    },
  },
  rocky: {
    displayName: 'Rocky Linux',
    purlType: 'rpm',
    purlNamespace: 'rocky',
    versionScheme: 'rpm',
    osvName: 'Rocky Linux',
    advisoriesName: 'binary',
    distribution: {
      osReleaseIds: ['rocky'],
      release: 'major',
      packageManager: 'rpm',
      suppliers: ['Rocky'],
      endOfLife: { '8': '2029-05-31', '9': '2032-05-31', '10': '2035-05-31' },
    },
  },
  arch: {
    displayName: 'Arch Linux',
    purlType: 'alpm',
    purlNamespace: 'arch',
    versionScheme: 'alpm',
    osvName: 'Arch Linux',
    advisoriesName: 'binary',
    distribution: { osReleaseIds: ['arch'], release: 'rolling', packageManager: 'pacman' },
  },
  // What package managers fall back to.
  deb: { displayName: 'dpkg packages', purlType: 'deb', versionScheme: 'deb', osvName: 'deb', advisoriesName: 'source' },
  apk: { displayName: 'apk packages', purlType: 'apk', versionScheme: 'apk', osvName: 'apk', advisoriesName: 'source' },
  rpm: { displayName: 'RPM packages', purlType: 'rpm', versionScheme: 'rpm', osvName: 'rpm', advisoriesName: 'binary' },
  alpm: { displayName: 'pacman packages', purlType: 'alpm', versionScheme: 'alpm', osvName: 'alpm', advisoriesName: 'binary' },
  ...languageEcosystems,
  // Programs that no feed has advisories for.
  generic: { displayName: 'Programs', purlType: 'generic', versionScheme: 'semver', osvName: 'generic', advisoriesName: 'binary' },
  bitnami: { displayName: 'Bitnami', purlType: 'bitnami', versionScheme: 'semver', osvName: 'Bitnami', advisoriesName: 'binary' },
} as const satisfies Record<string, Ecosystem>;

export type EcosystemId = keyof typeof ecosystems;

export function ecosystem(id: EcosystemId): Ecosystem {
  return ecosystems[id];
}

/** The package manager that installs packages of an ecosystem; `undefined` for languages. */
export function packageManagerOf(id: EcosystemId): PackageManagerId | undefined {
  return ecosystem(id).distribution?.packageManager ?? packageManagerIds.find((manager) => packageManagers[manager].fallback === id);
}

export const ecosystemIds = Object.keys(ecosystems) as readonly EcosystemId[];

/** Every ecosystem whose packages a package manager installs. */
export function ecosystemsOfManager(manager: PackageManagerId): readonly EcosystemId[] {
  return ecosystemIds.filter((id) => packageManagerOf(id) === manager);
}

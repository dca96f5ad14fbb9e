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
    databaseFiles: ['var/lib/dpkg/status'],
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
  opkg: {
    fallback: 'opkg',
    // OpenWrt's, Yocto's and Entware's.
    databaseFiles: ['usr/lib/opkg/status', 'var/lib/opkg/status', 'opt/lib/opkg/status', 'lib/opkg/status'],
    databaseDirectories: ['usr/lib/opkg/info', 'var/lib/opkg/info', 'opt/lib/opkg/info', 'lib/opkg/info'],
    kernelPackages: ['kernel', 'kernel-*', 'kmod-*', 'linux-libc-headers*'],
  },
  pacman: {
    fallback: 'alpm',
    databaseFiles: [],
    databaseDirectories: ['var/lib/pacman/local'],
    kernelPackages: ['linux', 'linux-api-headers', 'linux-docs', 'linux-headers', 'linux-hardened*', 'linux-lts*', 'linux-rt*', 'linux-zen*'],
  },
  portage: {
    fallback: 'ebuild',
    databaseFiles: [],
    databaseDirectories: ['var/db/pkg'],
    kernelPackages: ['sys-kernel/*'],
  },
  cos: {
    fallback: 'cos',
    databaseFiles: ['etc/cos-package-info.json'],
    databaseDirectories: [],
    kernelPackages: ['sys-kernel/*'],
  },
} as const satisfies Record<string, PackageManager>;

export type PackageManagerId = keyof typeof packageManagers;

export const packageManagerIds = Object.keys(packageManagers) as readonly PackageManagerId[];

import { type Ecosystem } from '../ecosystem-row.ts';

/** Distributions with package managers of their own. */
export const otherDistributions = {
  arch: {
    displayName: 'Arch Linux',
    purlType: 'alpm',
    purlNamespace: 'arch',
    versionScheme: 'alpm',
    advisoriesName: 'binary',
    distribution: { osReleaseIds: ['arch', 'archarm'], release: 'rolling', packageManager: 'pacman' },
  },
  manjaro: {
    displayName: 'Manjaro',
    purlType: 'alpm',
    purlNamespace: 'manjaro',
    versionScheme: 'alpm',
    advisoriesName: 'binary',
    distribution: { osReleaseIds: ['manjaro', 'manjaro-arm'], release: 'rolling', packageManager: 'pacman' },
  },
  gentoo: {
    displayName: 'Gentoo',
    purlType: 'ebuild',
    versionScheme: 'portage',
    advisoriesName: 'binary',
    distribution: { osReleaseIds: ['gentoo', 'chromeos', 'flatcar'], release: 'rolling', packageManager: 'portage' },
  },
  cos: {
    displayName: 'Container-Optimized OS',
    purlType: 'cos',
    versionScheme: 'portage',
    advisoriesName: 'binary',
    distribution: { osReleaseIds: ['cos'], release: 'rolling', packageManager: 'cos' },
  },
  openwrt: {
    displayName: 'OpenWrt',
    purlType: 'opkg',
    purlNamespace: 'openwrt',
    versionScheme: 'deb',
    advisoriesName: 'source',
    distribution: {
      osReleaseIds: ['openwrt'],
      release: 'major.minor',
      packageManager: 'opkg',
      // Since 25.12.
      otherPackageManager: 'apk',
      support: {
        source: 'https://openwrt.org/docs/guide-developer/security#support_status',
        lastDays: {
          '18.06': '2021-07-01',
          '19.07': '2022-04-30',
          '21.02': '2023-04-30',
          '22.03': '2024-04-11',
          '23.05': '2025-08-16',
          '24.10': '2026-09-05',
        },
      },
    },
  },
} as const satisfies Record<string, Ecosystem>;

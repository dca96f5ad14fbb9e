import { apkDistributions } from './distributions/apk-distributions.ts';
import { debDistributions } from './distributions/deb-distributions.ts';
import { enterpriseLinux } from './distributions/enterprise-linux.ts';
import { otherDistributions } from './distributions/other-distributions.ts';
import { rpmDistributions } from './distributions/rpm-distributions.ts';
import { type Ecosystem } from './ecosystem-row.ts';
import { languageEcosystems } from './language-ecosystems.ts';
import { packageManagerIds, packageManagers, type PackageManagerId } from './package-managers.ts';

/** The one table that ties the stage folders together: a row, not a switch. */
export const ecosystems = {
  ...apkDistributions,
  ...debDistributions,
  ...enterpriseLinux,
  ...rpmDistributions,
  ...otherDistributions,
  // What package managers fall back to.
  deb: { displayName: 'dpkg packages', purlType: 'deb', versionScheme: 'deb', advisoriesName: 'source' },
  apk: { displayName: 'apk packages', purlType: 'apk', versionScheme: 'apk', advisoriesName: 'source' },
  rpm: { displayName: 'RPM packages', purlType: 'rpm', versionScheme: 'rpm', advisoriesName: 'binary' },
  alpm: { displayName: 'pacman packages', purlType: 'alpm', versionScheme: 'alpm', advisoriesName: 'binary' },
  opkg: { displayName: 'opkg packages', purlType: 'opkg', versionScheme: 'deb', advisoriesName: 'source' },
  ebuild: { displayName: 'Portage packages', purlType: 'ebuild', versionScheme: 'portage', advisoriesName: 'binary' },
  ...languageEcosystems,
  // Package managers beside a distribution's own, without advisories.
  nix: { displayName: 'Nix packages', purlType: 'nix', versionScheme: 'semver', advisoriesName: 'binary' },
  brew: { displayName: 'Homebrew packages', purlType: 'brew', versionScheme: 'semver', advisoriesName: 'binary' },
  snap: { displayName: 'snaps', purlType: 'snap', versionScheme: 'semver', advisoriesName: 'binary' },
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

export function isEcosystemId(id: string | undefined): id is EcosystemId {
  return (ecosystemIds as readonly (string | undefined)[]).includes(id);
}

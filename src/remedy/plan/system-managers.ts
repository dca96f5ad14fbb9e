import { packageManagerOf } from '../../model/ecosystem.ts';
import { type PackageManagerId } from '../../model/package-managers.ts';
import { type Package } from '../../model/package.ts';

/** A program that upgrades packages inside an image. */
export interface SystemManager {
  /** As people call it, and as a Dockerfile does. */
  readonly name: string;
  /** The package that carries the program; an image without it has no such program. */
  readonly carriedBy: readonly string[];
  readonly upgrade: (names: readonly string[]) => string;
}

/** By format of the package database; of several in one image the first is used. */
const managers: Partial<Record<PackageManagerId, readonly SystemManager[]>> = {
  dpkg: [
    {
      name: 'apt-get',
      carriedBy: ['apt'],
      upgrade: (names) =>
        `apt-get update && apt-get install -y --no-install-recommends --only-upgrade ${names.join(' ')} && rm -rf /var/lib/apt/lists/*`,
    },
  ],
  apk: [{ name: 'apk', carriedBy: ['apk-tools'], upgrade: (names) => `apk upgrade --no-cache ${names.join(' ')}` }],
  rpm: [
    { name: 'dnf', carriedBy: ['dnf', 'dnf5'], upgrade: (names) => `dnf upgrade -y ${names.join(' ')} && dnf clean all` },
    { name: 'microdnf', carriedBy: ['microdnf'], upgrade: (names) => `microdnf update -y ${names.join(' ')} && microdnf clean all` },
    { name: 'tdnf', carriedBy: ['tdnf'], upgrade: (names) => `tdnf update -y ${names.join(' ')} && tdnf clean all` },
    { name: 'yum', carriedBy: ['yum'], upgrade: (names) => `yum update -y ${names.join(' ')} && yum clean all` },
    {
      name: 'zypper',
      carriedBy: ['zypper'],
      upgrade: (names) => `zypper --non-interactive update ${names.join(' ')} && zypper clean --all`,
    },
  ],
  // Pacman does not support upgrading some packages and not others.
  pacman: [{ name: 'pacman', carriedBy: ['pacman'], upgrade: () => 'pacman -Syu --noconfirm && pacman -Scc --noconfirm' }],
};

/** Names that a shell takes as one plain word. Names come from the image, and a command is written from them. */
const plainName = /^[A-Za-z0-9][A-Za-z0-9+._-]*$/;

/** The program that upgrades these packages in this image; `undefined` where the image has none. */
export function systemManagerOf(found: Package, packages: ReadonlyMap<string, Package>): SystemManager | undefined {
  const id = packageManagerOf(found.ecosystem);
  const rows = id === undefined ? undefined : managers[id];
  return rows?.find(({ carriedBy }) => [...packages.values()].some(({ name, ecosystem }) => carriedBy.includes(name) && ecosystem === found.ecosystem));
} // prettier-ignore

/** The command that upgrades packages of these names; `undefined` where one of them is no name that a package manager would take. */
export function upgradeCommand(manager: SystemManager, names: readonly string[]): string | undefined {
  return names.every((name) => plainName.test(name)) ? manager.upgrade([...names].sort()) : undefined;
}

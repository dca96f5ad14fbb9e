import { packageManagerOf } from '../model/ecosystem.ts';
import { packageManagers, type PackageManagerId } from '../model/package-managers.ts';
import { type Package } from '../model/package.ts';

interface NameSet {
  readonly exact: ReadonlySet<string>;
  readonly prefixes: readonly string[];
}

const nameSets = new Map<PackageManagerId, NameSet>();

/** Whether the package's flaws are the kernel's, which cannot be reached from inside a container. */
export function isKernelPackage(found: Package): boolean {
  const manager = packageManagerOf(found.ecosystem);
  if (manager === undefined) return found.purl.startsWith('pkg:generic/linux-kernel@');
  const names = nameSets.get(manager) ?? toNameSet(packageManagers[manager].kernelPackages);
  nameSets.set(manager, names);
  return names.exact.has(found.name) || names.prefixes.some((prefix) => found.name.startsWith(prefix));
}

function toNameSet(names: readonly string[]): NameSet {
  return {
    exact: new Set(names.filter((name) => !name.endsWith('*'))),
    prefixes: names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
  };
}

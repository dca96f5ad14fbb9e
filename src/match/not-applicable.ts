import { ecosystem } from '../model/ecosystem.ts';
import { type Package } from '../model/package.ts';

/**
 * Packages whose flaws are the kernel's: a container runs its host's kernel, so its own copy, headers or documentation are never executed.
 * A trailing `*` stands for any ending. Names as the distributions ship them.
 */
const kernelPackages = {
  dpkg: [
    'linux-libc-dev', 'linux-libc-dev-*', 'linux-headers-*', 'linux-image-*', 'linux-modules-*', 'linux-source*', 'linux-doc*', 'linux-kbuild-*',
    'linux-compiler-*', 'linux-support-*', 'linux-config-*',
  ],
  apk: ['linux-headers', 'linux-lts*', 'linux-virt*', 'linux-edge*', 'linux-stable*', 'linux-rpi*'],
  rpm: [
    'kernel', 'kernel-headers', 'kernel-devel*', 'kernel-core', 'kernel-modules*', 'kernel-doc', 'kernel-debug*', 'kernel-rt*', 'kernel-64k*', 'kernel-uki-virt*',
    'kernel-cross-headers', 'kernel-abi-*', 'kernel-srpm-macros',
  ],
} as const; // prettier-ignore

interface NameSet {
  readonly exact: ReadonlySet<string>;
  readonly prefixes: readonly string[];
}

const nameSets: Readonly<Record<keyof typeof kernelPackages, NameSet>> = {
  dpkg: toNameSet(kernelPackages.dpkg),
  apk: toNameSet(kernelPackages.apk),
  rpm: toNameSet(kernelPackages.rpm),
};

/** Whether the package's flaws cannot be reached from inside a container. */
export function isKernelPackage(found: Package): boolean {
  const manager = ecosystem(found.ecosystem).distribution?.packageManager;
  if (manager === undefined) return false;
  const { exact, prefixes } = nameSets[manager];
  return exact.has(found.name) || prefixes.some((prefix) => found.name.startsWith(prefix));
}

function toNameSet(names: readonly string[]): NameSet {
  return {
    exact: new Set(names.filter((name) => !name.endsWith('*'))),
    prefixes: names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1)),
  };
}

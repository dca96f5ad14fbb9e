import { PratiqueError } from './pratique-error.ts';

/** OCI image-spec, image-index.md: `platform`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
}

/** `linux/amd64`, `linux/arm/v7`. Throws PLATFORM_INVALID. */
export function parsePlatform(text: string): Platform {
  const match = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/([a-z0-9.]+))?$/.exec(text.toLowerCase());
  const [, os, architecture, variant] = match ?? [];
  if (os === undefined || architecture === undefined)
    throw new PratiqueError('PLATFORM_INVALID', `${JSON.stringify(text.slice(0, 80))} is not a platform`);
  const known = architectureAliases.get(architecture) ?? architecture;
  return { os, architecture: known, ...(variant === undefined ? {} : { variant }) };
}

export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, platform.variant].filter((part) => part !== undefined && part !== '').join('/');
}

/** Whether an image for `offered` matches a request for `wanted`; a variant is compared only if it was requested. */
export function isPlatformMatch(wanted: Platform, offered: Platform): boolean {
  if (wanted.os !== offered.os || wanted.architecture !== offered.architecture) return false;
  return wanted.variant === undefined || offered.variant === undefined || wanted.variant === offered.variant;
}

/** The same for what a configuration says: where it leaves out its `os` or `architecture` (`unknown`), it does not say that the image is for another platform. */
export function mayBeForPlatform(wanted: Platform, said: Platform): boolean {
  const { os, architecture } = said;
  return isPlatformMatch(wanted, {
    ...said,
    os: os === 'unknown' ? wanted.os : os,
    architecture: architecture === 'unknown' ? wanted.architecture : architecture,
  });
}

/** Go's names for what Node and the kernel call otherwise. */
const architectureAliases: ReadonlyMap<string, string> = new Map([
  ['x64', 'amd64'],
  ['x86_64', 'amd64'],
  ['aarch64', 'arm64'],
  ['ia32', '386'],
  ['i386', '386'],
]);

/** The platform whose images this machine would run; containers are Linux unless the host is Windows. */
export function hostPlatform(host: { readonly platform: string; readonly arch: string }): Platform {
  return { os: host.platform === 'win32' ? 'windows' : 'linux', architecture: architectureAliases.get(host.arch) ?? host.arch };
}

import { ecosystem, ecosystemIds } from '../../model/ecosystem.ts';

/** What a tag says by the conventions of Docker's official images: `3.14.0rc1-slim-trixie`. */
export interface ImageTag {
  readonly text: string;
  /** `[3, 14, 0]`; empty where it names none. */
  readonly version: readonly number[];
  /** `rc1`, `alpha`, `nightly`: not for production. */
  readonly prerelease?: string;
  /** The distribution inside: `trixie` is debian 13, `alpine3.22`. */
  readonly system?: { readonly family: string; readonly release?: string };
  /** Everything else, sorted: `slim`, `cli`, `jre`, an architecture. */
  readonly variants: readonly string[];
  /** Of a tag that is made once, such as `bookworm-20260112`. */
  readonly date?: string;
}

const prereleaseWord =
  /^(?:rc|alpha|beta|dev|devel|preview|pre|snapshot|nightly|canary|edge|next|ea|experimental|unstable|testing|sid|milestone|insiders)[.\d]*$/i;
const versionToken = /^v?(\d+(?:[._+]\d+)*)(?:[._]?((?:a|b|c|m|rc|alpha|beta|dev|pre|preview|snapshot|nightly)\.?\d*))?$/i;
const dateToken = /^20\d{6}(?:\.\d+)?$/;
const systemToken =
  /^(alpine|debian|ubuntu|fedora|centos|rockylinux|rocky|almalinux|oraclelinux|amazonlinux|al|ubi|rhel|el|photon|wolfi|chiseled|azurelinux|mariner)(\d+(?:\.\d+)*)?$/;

/** Codenames of Debian and Ubuntu with their releases. */
const codenames: ReadonlyMap<string, { readonly family: string; readonly release: string }> = new Map(
  ecosystemIds.flatMap((family) =>
    Object.entries(ecosystem(family).distribution?.codenames ?? {}).map(([release, codename]) => [codename, { family, release }]),
  ),
);

export function parseTag(text: string): ImageTag {
  const read: { version?: readonly number[]; prerelease?: string; system?: NonNullable<ImageTag['system']>; date?: string } = {};
  const variants: string[] = [];
  for (const token of text.split('-')) {
    const [, numbers, mark] = versionToken.exec(token) ?? [];
    const system = systemOf(token);
    if (dateToken.test(token)) read.date = token;
    else if (prereleaseWord.test(token)) read.prerelease = read.prerelease ?? token.toLowerCase();
    else if (numbers !== undefined && read.version === undefined) {
      read.version = numbers.split(/[._+]/).map(Number);
      if (mark !== undefined) read.prerelease = mark.toLowerCase();
    } else if (system !== undefined && read.system === undefined) read.system = system;
    else variants.push(token);
  }
  const { version = [], ...rest } = read;
  return { text, version, ...rest, variants: variants.sort() };
}

function systemOf(token: string): ImageTag['system'] {
  const byName = codenames.get(token);
  if (byName !== undefined) return byName;
  const [, family, release] = systemToken.exec(token) ?? [];
  return family === undefined ? undefined : { family, ...(release === undefined ? {} : { release }) };
}

const ranks: readonly RegExp[] = [
  /^(?:dev|devel|snapshot|nightly|canary|edge|next|experimental|unstable|sid|testing|insiders)/,
  /^(?:a|alpha|pre|preview|ea|m|milestone)(?![a-z])/,
  /^(?:b|beta)(?![a-z])/,
  /^(?:c|rc)(?![a-z])/,
];

/** Before a release are its release candidates, before them betas, alphas and the rest; PEP 440 and semver. */
export function comparePrereleases(a: string | undefined, b: string | undefined): number {
  return rankOf(a) - rankOf(b) || numberOf(a) - numberOf(b);
}

function rankOf(mark: string | undefined): number {
  return mark === undefined ? ranks.length : ranks.findIndex((rank) => rank.test(mark));
}

function numberOf(mark: string | undefined): number {
  return Number(/\d+/.exec(mark ?? '')?.[0] ?? 0);
}

/** Which release and stream a product of Red Hat is. */
export interface RedhatPlace {
  readonly release?: string;
  /** Absent for the plain product's repositories, which hold the same builds. */
  readonly stream?: string;
}

/**
 * The part of a CPE behind `cpe:/o:redhat:` (`enterprise_linux:9::appstream`), or a bare number for the rebuilds. The plain product's
 * repositories hold the same builds and need no stream; every other product (EUS, AUS, E4S, layered ones) is a stream of its own.
 */
export function parseRedhatProduct(suffix: string): RedhatPlace {
  const [product = '', version = ''] = suffix.split(':');
  if (startsWithDigit(product)) return { release: majorOf(product) };
  if (product === 'enterprise_linux') return startsWithDigit(version) ? { release: majorOf(version) } : { stream: suffix };
  const isVersioned = startsWithDigit(version) && (product.startsWith('rhel_') || product.startsWith('enterprise_linux_e'));
  const release = isVersioned ? majorOf(version) : releaseInBuild(suffix);
  return release === undefined ? { stream: suffix } : { release, stream: suffix };
}

/** The `8` of `advanced_virtualization:8.2::el8`. */
function releaseInBuild(suffix: string): string | undefined {
  const part = suffix.split(':').find((candidate) => candidate.startsWith('el') && startsWithDigit(candidate.slice(2)));
  return part === undefined ? undefined : majorOf(part.slice(2));
}

function majorOf(version: string): string {
  const dot = version.indexOf('.');
  return dot === -1 ? version : version.slice(0, dot);
}

function startsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 0x30 && code <= 0x39;
}

import { rpmTags, type RpmHeader } from './header.ts';

/**
 * Paths of a package's files without leading slash: lib/rpmfi.c, base names with an index into the directory names, or the
 * whole names of packages built before rpm 4. Ends where the header is damaged.
 */
export function* ownedPathsOfHeader(header: RpmHeader): Iterable<string> {
  try {
    const directories = header.texts(rpmTags.dirNames).map(withoutLeadingSlash);
    const indexes = header.numbers(rpmTags.dirIndexes);
    let at = 0;
    for (const name of header.texts(rpmTags.baseNames)) {
      const directory = directories[indexes[at++] ?? -1];
      if (directory !== undefined) yield directory + name;
    }
    if (at === 0) yield* header.texts(rpmTags.oldFileNames).map(withoutLeadingSlash);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
  }
}

function withoutLeadingSlash(path: string): string {
  return path.startsWith('/') ? path.slice(1) : path;
}

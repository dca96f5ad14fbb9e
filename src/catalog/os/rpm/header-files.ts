import { type RecordedAlgorithm, type RecordedFile } from '../../recorded/recorded-file.ts';
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

/** include/rpm/rpmfi.h, rpmfileAttrs: configuration, what need not be there, and what the package does not install. */
const changeable = 0b0101_1001;
/** include/rpm/rpmvf.h: whether the digest is to be verified. */
const verifyDigest = 1;
const fileTypeMask = 0o170000;
const regularFile = 0o100000;
/** RFC 4880, section 9.4, as rpm uses it. */
const algorithms: ReadonlyMap<number, RecordedAlgorithm> = new Map([
  [1, 'md5'],
  [2, 'sha1'],
  [8, 'sha256'],
]);

/** Regular files that are not configuration and that the package says are to be verified. None where the header is damaged. */
export function* recordedFilesOfHeader(header: RpmHeader): Iterable<RecordedFile> {
  try {
    const algorithm = algorithms.get(header.numbers(rpmTags.fileDigestAlgorithm)[0] ?? 1);
    if (algorithm === undefined) return;
    const [digests, flags, modes] = [
      header.texts(rpmTags.fileDigests),
      header.numbers(rpmTags.fileFlags),
      header.numbers(rpmTags.fileModes),
    ];
    const verified = header.numbers(rpmTags.fileVerifyFlags);
    let at = -1;
    for (const path of ownedPathsOfHeader(header)) {
      at++;
      const digest = digests[at] ?? '';
      const isFixed = ((flags[at] ?? 0) & changeable) === 0 && ((verified[at] ?? verifyDigest) & verifyDigest) !== 0;
      if (digest !== '' && isFixed && ((modes[at] ?? 0) & fileTypeMask) === regularFile) yield { path, algorithm, digest };
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
  }
}

function withoutLeadingSlash(path: string): string {
  return path.startsWith('/') ? path.slice(1) : path;
}

/** Digests that package managers record: dpkg MD5, apk SHA-1 or SHA-256, rpm SHA-256 for fifteen years. */
export type RecordedAlgorithm = 'md5' | 'sha1' | 'sha256';

/** In the order of the inspector's facts. */
export const recordedAlgorithms: readonly RecordedAlgorithm[] = ['md5', 'sha1', 'sha256'];

/** What a package manager recorded of a regular file when it installed it. */
export interface RecordedFile {
  /** As recorded, without a leading slash; a symlink in the image may lead elsewhere. */
  readonly path: string;
  readonly algorithm: RecordedAlgorithm;
  /** In hexadecimal digits. */
  readonly digest: string;
}

/** Digests of the same length, cut to 96 bits: there is one for each program of an image, and no second file has the same 96 bits. */
export function shortenDigest(digest: Buffer): string {
  return digest.toString('base64', 0, 12);
}

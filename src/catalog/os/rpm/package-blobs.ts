/** What a reader of an rpm database makes of it: the headers of all packages, and what it could not read. */
export interface PackageBlobs {
  /** Header blobs as rpm stores them: without magic, beginning with the index length. */
  readonly blobs: readonly Buffer[];
  /** Records that could not be read; the others are in `blobs`. */
  readonly problems: readonly string[];
}

/** The file as a whole cannot be read; the message says why. Caught by the cataloger, never seen outside. */
export class RpmDatabaseError extends Error {
  override readonly name = 'RpmDatabaseError';
}

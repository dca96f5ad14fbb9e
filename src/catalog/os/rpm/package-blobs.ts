/** What a reader of an rpm database makes of it: the headers of all packages, and what it could not read. */
export interface PackageBlobs {
  /** Header blobs as rpm stores them: without magic, beginning with the index length. */
  readonly blobs: readonly Buffer[];
  /** Records that could not be read, the first {@link maxProblems} of them; the others are in `blobs`. */
  readonly problems: readonly string[];
}

/** The file as a whole cannot be read; the message says why. Caught by the cataloger, never seen outside. */
export class RpmDatabaseError extends Error {
  override readonly name = 'RpmDatabaseError';
}

const maxProblems = 1_000;

/** Collects blobs for as long as they can lie in the database side by side, so that a small file cannot have one record a million times. */
export class BlobCollector implements PackageBlobs {
  readonly blobs: Buffer[] = [];
  readonly problems: string[] = [];
  #remainingBytes: number;

  constructor(databaseBytes: number) {
    this.#remainingBytes = databaseBytes;
  }

  /** Throws {@link RpmDatabaseError} when there are more bytes of records than of the database. */
  add(blob: Buffer): void {
    this.#remainingBytes -= blob.length;
    if (this.#remainingBytes < 0) throw new RpmDatabaseError('has records that lie over each other');
    this.blobs.push(blob);
  }

  addProblem(message: string): void {
    if (this.problems.length < maxProblems) this.problems.push(message);
  }
}

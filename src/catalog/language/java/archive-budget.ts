import { ZipError } from '../../../lib/zip/zip-error.ts';
import { limits } from '../../../model/limits.ts';

/** What one file may take, all archives inside it together. */
export class ArchiveBudget {
  #heldBytes: number = limits.jarHeldBytes;
  #inflatedBytes: number;
  #archives: number = limits.jarArchives;
  #poms: number = limits.jarPoms;

  constructor(fileBytes: number) {
    this.#inflatedBytes = Math.min(limits.jarInflatedBytes + limits.jarInflatedRatio * fileBytes, limits.jarInflatedMaxBytes);
  }

  /** Whether so many bytes may be held now; `release` gives them back. */
  mayHold(bytes: number): boolean {
    if (bytes > this.#heldBytes) return false;
    this.#heldBytes -= bytes;
    return true;
  }

  release(bytes: number): void {
    this.#heldBytes += bytes;
  }

  /** Throws {@link ZipError} past the limit. */
  inflate(bytes: number): void {
    this.#inflatedBytes -= bytes;
    if (this.#inflatedBytes < 0) throw new ZipError('inflates to more than its size allows (a zip bomb)');
  }

  mayOpenArchive(): boolean {
    this.#archives -= 1;
    return this.#archives >= 0;
  }

  mayAddPom(): boolean {
    this.#poms -= 1;
    return this.#poms >= 0;
  }
}

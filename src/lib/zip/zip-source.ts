import { ZipError } from './zip-error.ts';

/** Positioned reads of an archive, wherever its bytes are. */
export interface ZipSource {
  readonly size: number;
  /** Valid until the next read. Throws {@link ZipError} past the end. */
  read(offset: number, length: number): Buffer;
}

/** An archive that is in memory: reads are parts of the buffer, without a copy. */
export function bufferSource(bytes: Buffer): ZipSource {
  return {
    size: bytes.length,
    read(offset, length) {
      if (!(offset >= 0) || !(length >= 0) || offset + length > bytes.length)
        throw new ZipError(`ends early: ${length} bytes wanted at ${offset} of ${bytes.length}`);
      return bytes.subarray(offset, offset + length);
    },
  };
}

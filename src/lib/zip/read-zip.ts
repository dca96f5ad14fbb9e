import { closeSync, openSync } from 'node:fs';
import { FileWindow } from './file-window.ts';
import { readEntry } from './read-entry.ts';
import { readDirectory } from './zip-directory.ts';
import { ZipError } from './zip-error.ts';
import { type ZipLimits } from './zip-limits.ts';

export interface ZipEntry {
  /** As written in the archive: data, never a path to open. */
  readonly name: string;
  readonly uncompressedBytes: number;
  /** Content, checked against its size and CRC-32; valid until the next entry is read. Throws {@link ZipError}. */
  read(): Buffer;
}

/**
 * Entries of a zip archive by its central directory, without directories; stored or deflated, zip64 or not.
 * The file is open until the iteration ends. Throws {@link ZipError} for what is cut, damaged or past a limit.
 */
export function* readZip(path: string, limits: ZipLimits): Generator<ZipEntry> {
  const descriptor = openSync(path, 'r');
  try {
    const file = new FileWindow(descriptor);
    let totalBytes = 0;
    for (const header of readDirectory(file, limits)) {
      if (header.name.endsWith('/')) continue;
      yield {
        name: header.name,
        uncompressedBytes: header.uncompressedBytes,
        read: () => {
          totalBytes += header.uncompressedBytes;
          if (totalBytes > limits.maxTotalBytes) throw new ZipError(`inflates to more than ${limits.maxTotalBytes} bytes`);
          return readEntry(file, header, limits.maxEntryBytes);
        },
      };
    }
  } finally {
    closeSync(descriptor);
  }
}

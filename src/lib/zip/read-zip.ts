import { closeSync, openSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';
import { FileWindow } from './file-window.ts';
import { readDirectory, type ZipHeader } from './zip-directory.ts';
import { ZipError } from './zip-error.ts';
import { type ZipLimits } from './zip-limits.ts';

export interface ZipEntry {
  /** As written in the archive: data, never a path to open. */
  readonly name: string;
  readonly uncompressedBytes: number;
  /** Content, checked against its size and CRC-32; valid until the next entry is read. Throws {@link ZipError}. */
  read(): Buffer;
}

/** Deflate writes at most 258 bytes for every two bits that it reads (RFC 1951): a larger claim is a lie. */
const highestRatio = 1032;

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
          return readEntry(file, header, limits);
        },
      };
    }
  } finally {
    closeSync(descriptor);
  }
}

function readEntry(file: FileWindow, header: ZipHeader, limits: ZipLimits): Buffer {
  const { name, uncompressedBytes, compressedBytes } = header;
  if (header.isEncrypted) throw new ZipError(`entry ${name} is encrypted`);
  if (uncompressedBytes > limits.maxEntryBytes) {
    throw new ZipError(`entry ${name} has ${uncompressedBytes} bytes, more than ${limits.maxEntryBytes}`);
  }
  if (uncompressedBytes > compressedBytes * highestRatio + 64) throw new ZipError(`entry ${name} has an invalid size`);
  const stored = readStored(file, header);
  const content = inflateEntry(stored, header);
  if (content.length !== uncompressedBytes) throw new ZipError(`entry ${name} has ${content.length} bytes instead of ${uncompressedBytes}`);
  if (crc32(content) !== header.crc32) throw new ZipError(`entry ${name} does not match its CRC-32`);
  return content;
}

/** The local header repeats the name and has an extra field of its own length (4.3.7); the sizes of the directory count. */
function readStored(file: FileWindow, { name, localOffset, compressedBytes }: ZipHeader): Buffer {
  const local = file.read(localOffset, 30);
  if (local.readUInt32LE(0) !== 0x04034b50) throw new ZipError(`entry ${name} is not at the offset in the directory`);
  const start = localOffset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  return file.read(start, compressedBytes);
}

function inflateEntry(stored: Buffer, { name, method, uncompressedBytes }: ZipHeader): Buffer {
  if (method === 0) return stored;
  if (method !== 8) throw new ZipError(`entry ${name} uses compression method ${method}, which is not supported`);
  try {
    return inflateRawSync(stored, { chunkSize: Math.max(uncompressedBytes, 64), maxOutputLength: Math.max(uncompressedBytes, 1) });
  } catch (cause) {
    throw new ZipError(`entry ${name} cannot be inflated`, { cause });
  }
}

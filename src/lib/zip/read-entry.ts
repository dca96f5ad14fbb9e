import { crc32 } from 'node:zlib';
import { inflateRaw } from '../decompress/inflate-raw.ts';
import { type ZipHeader } from './zip-directory.ts';
import { ZipError } from './zip-error.ts';
import { type ZipSource } from './zip-source.ts';

/** Deflate writes at most 258 bytes for every two bits that it reads (RFC 1951): a larger claim is a lie. */
const highestRatio = 1032;

/** Content of an entry, checked against its size and CRC-32; valid until the next entry is read. Throws {@link ZipError}. */
export function readEntry(source: ZipSource, header: ZipHeader, maxBytes: number): Buffer {
  const { name, uncompressedBytes, compressedBytes } = header;
  if (header.isEncrypted) throw new ZipError(`entry ${name} is encrypted`);
  if (uncompressedBytes > maxBytes) throw new ZipError(`entry ${name} has ${uncompressedBytes} bytes, more than ${maxBytes}`);
  if (uncompressedBytes > compressedBytes * highestRatio + 64) throw new ZipError(`entry ${name} has an invalid size`);
  const content = inflateEntry(readStored(source, header), header);
  if (content.length !== uncompressedBytes) throw new ZipError(`entry ${name} has ${content.length} bytes instead of ${uncompressedBytes}`);
  if (crc32(content) !== header.crc32) throw new ZipError(`entry ${name} does not match its CRC-32`);
  return content;
}

/** An entry as it is stored. The local header repeats the name and has an extra field of its own length (4.3.7); the sizes of the directory count. */
export function readStored(source: ZipSource, { name, localOffset, compressedBytes }: ZipHeader): Buffer {
  const local = source.read(localOffset, 30);
  if (local.readUInt32LE(0) !== 0x04034b50) throw new ZipError(`entry ${name} is not at the offset in the directory`);
  const start = localOffset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  return source.read(start, compressedBytes);
}

function inflateEntry(stored: Buffer, { name, method, uncompressedBytes }: ZipHeader): Buffer {
  if (method === 0) return stored;
  if (method !== 8) throw new ZipError(`entry ${name} uses compression method ${method}, which is not supported`);
  try {
    return inflateRaw(stored, uncompressedBytes);
  } catch (cause) {
    throw new ZipError(`entry ${name} cannot be inflated`, { cause });
  }
}

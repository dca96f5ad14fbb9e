import { crc32, deflateRawSync } from 'node:zlib';

/** One entry; deflated by default. `descriptor`: its sizes follow its content instead of being in its header, with or without the optional mark, or in 8 bytes. */
export interface ZipContent {
  readonly name: string;
  readonly content: Buffer | string;
  readonly method?: 0 | 8;
  readonly descriptor?: 'marked' | 'plain' | 'zip64';
  readonly isEncrypted?: boolean;
  /** Before its header, as some tools leave. */
  readonly gap?: Buffer;
  /** The directory does not list it. */
  readonly isHidden?: boolean;
}

export interface ZipFrame {
  /** Before the archive, and not counted in its offsets, such as a script. */
  readonly prefix?: Buffer | string;
  readonly comment?: string;
  readonly hasNoDirectory?: boolean;
}

/** A zip archive byte by byte (APPNOTE.TXT 6.3.10), independent of the readers under test. */
export function zipOf(entries: readonly ZipContent[], { prefix = '', comment = '', hasNoDirectory = false }: ZipFrame = {}): Buffer {
  const parts: Buffer[] = [];
  const headers: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content);
    const method = entry.method ?? 8;
    const stored = method === 0 ? content : deflateRawSync(content);
    const name = Buffer.from(entry.name);
    const flags = (entry.isEncrypted === true ? 1 : 0) | (entry.descriptor === undefined ? 0 : 8) | 0x800;
    const fields = { flags, method, crc: crc32(content), stored: stored.length, size: content.length };
    const gap = entry.gap ?? Buffer.alloc(0);
    const local = localHeader(name, entry.descriptor === undefined ? fields : { ...fields, crc: 0, stored: 0, size: 0 });
    if (entry.isHidden !== true) headers.push(directoryHeader(name, fields, offset + gap.length));
    const whole = Buffer.concat([gap, local, stored, descriptorOf(entry.descriptor, fields)]);
    parts.push(whole);
    offset += whole.length;
  }
  const directory = Buffer.concat(headers);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(headers.length, 8);
  end.writeUInt16LE(headers.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  const tail = hasNoDirectory ? [] : [directory, end, Buffer.from(comment)];
  return Buffer.concat([Buffer.from(prefix), ...parts, ...tail]);
}

interface Fields {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly stored: number;
  readonly size: number;
}

function localHeader(name: Buffer, { flags, method, crc, stored, size }: Fields): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(stored, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function directoryHeader(name: Buffer, { flags, method, crc, stored, size }: Fields, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(stored, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

function descriptorOf(kind: ZipContent['descriptor'], { crc, stored, size }: Fields): Buffer {
  if (kind === undefined) return Buffer.alloc(0);
  const is64 = kind === 'zip64';
  const fields = Buffer.alloc(is64 ? 20 : 12);
  fields.writeUInt32LE(crc, 0);
  if (is64) {
    fields.writeBigUInt64LE(BigInt(stored), 4);
    fields.writeBigUInt64LE(BigInt(size), 12);
  } else {
    fields.writeUInt32LE(stored, 4);
    fields.writeUInt32LE(size, 8);
  }
  return kind === 'plain' ? fields : Buffer.concat([Buffer.from([0x50, 0x4b, 7, 8]), fields]);
}

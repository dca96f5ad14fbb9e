import { Buffer } from 'node:buffer';

export interface RpmFields {
  readonly name?: string;
  readonly version?: string;
  readonly release?: string;
  readonly epoch?: number;
  readonly architecture?: string;
  readonly sourceRpm?: string;
  readonly license?: string;
  readonly vendor?: string;
  readonly packager?: string;
  readonly module?: string;
  /** Absolute paths. */
  readonly files?: readonly string[];
  /** What is recorded of `files`, in their order: algorithm of RFC 4880, digests, and bits of rpmfi.h, rpmvf.h and stat(2). */
  readonly recorded?: {
    readonly algorithm: number;
    readonly digests: readonly string[];
    readonly flags: readonly number[];
    readonly verified: readonly number[];
    readonly modes: readonly number[];
  };
  readonly provides?: readonly string[];
  readonly requires?: readonly string[];
}

/** A header blob as rpm's database has it; lib/header.c. */
export function rpmHeader(fields: RpmFields): Buffer {
  const files = (fields.files ?? []).map((path) => ({
    directory: path.slice(0, path.lastIndexOf('/') + 1),
    name: path.slice(path.lastIndexOf('/') + 1),
  }));
  const directories = [...new Set(files.map(({ directory }) => directory))];
  const entries: readonly (readonly [tag: number, value: string | readonly string[] | readonly number[] | undefined])[] = [
    [1000, fields.name],
    [1001, fields.version],
    [1002, fields.release],
    [1003, fields.epoch === undefined ? undefined : [fields.epoch]],
    [1011, fields.vendor],
    [1014, fields.license],
    [1015, fields.packager],
    [1022, fields.architecture],
    [1030, fields.recorded?.modes],
    [1035, fields.recorded?.digests],
    [1037, fields.recorded?.flags],
    [1044, fields.sourceRpm],
    [1045, fields.recorded?.verified],
    [1047, fields.provides],
    [1049, fields.requires],
    [1116, files.map(({ directory }) => directories.indexOf(directory))],
    [1117, files.map(({ name }) => name)],
    [1118, directories],
    [5011, fields.recorded && [fields.recorded.algorithm]],
    [5096, fields.module],
  ];
  const index: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [tag, value] of entries) {
    if (value === undefined || value.length === 0) continue;
    const { type, count, bytes } = encodeValue(value);
    const padding = Buffer.alloc(type === 4 ? (4 - (offset % 4)) % 4 : 0);
    offset += padding.length;
    index.push(uint32be(tag, type, offset, count));
    data.push(padding, bytes);
    offset += bytes.length;
  }
  return Buffer.concat([uint32be(index.length, offset), ...index, ...data]);
}

function encodeValue(value: string | readonly string[] | readonly number[]): { type: number; count: number; bytes: Buffer } {
  if (typeof value === 'string') return { type: 6, count: 1, bytes: Buffer.from(`${value}\0`) };
  if (typeof value[0] === 'number') return { type: 4, count: value.length, bytes: uint32be(...(value as readonly number[])) };
  return { type: 8, count: value.length, bytes: Buffer.from(value.map((text) => `${String(text)}\0`).join('')) };
}

function uint32be(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, at * 4);
  return bytes;
}

/** `Packages.db`; rpmpkg.c. */
export function ndbDatabase(blobs: readonly Buffer[]): Buffer {
  const slots = Buffer.alloc(4096);
  slots.write('RpmP', 0, 'latin1');
  slots.writeUInt32LE(1, 12);
  slots.writeUInt32LE(blobs.length + 1, 16);
  for (let at = 32; at < slots.length; at += 16) slots.write('Slot', at, 'latin1');
  const parts: Buffer[] = [slots];
  let block = 256;
  for (const [at, blob] of blobs.entries()) {
    const blocks = Math.ceil((16 + blob.length + 12) / 16);
    const bytes = Buffer.alloc(blocks * 16);
    bytes.write('BlbS', 0, 'latin1');
    bytes.writeUInt32LE(at + 1, 4);
    bytes.writeUInt32LE(blob.length, 12);
    blob.copy(bytes, 16);
    bytes.writeUInt32LE(blob.length, bytes.length - 8);
    bytes.write('BlbE', bytes.length - 4, 'latin1');
    slots.writeUInt32LE(at + 1, 32 + at * 16 + 4);
    slots.writeUInt32LE(block, 32 + at * 16 + 8);
    slots.writeUInt32LE(blocks, 32 + at * 16 + 12);
    parts.push(bytes);
    block += blocks;
  }
  return Buffer.concat(parts);
}

/** `Packages` in Berkeley DB's hash format: one hash page, values inside it or, over a quarter of a page, in overflow pages; dbinc/db_page.h. */
export function bdbDatabase(blobs: readonly Buffer[], isLittleEndian = true, pageSize = 1024): Buffer {
  const pages: Buffer[] = [Buffer.alloc(pageSize), Buffer.alloc(pageSize)];
  const put32 = (page: Buffer, value: number, at: number): number =>
    isLittleEndian ? page.writeUInt32LE(value, at) : page.writeUInt32BE(value, at);
  const put16 = (page: Buffer, value: number, at: number): number =>
    isLittleEndian ? page.writeUInt16LE(value, at) : page.writeUInt16BE(value, at);
  const items = [Buffer.from([1, 0, 0, 0, 0]), Buffer.from([1, 9, 0, 0, 0])];
  for (const [at, blob] of blobs.entries()) {
    items.push(Buffer.from([1, at + 1, 0, 0, 0]));
    if (blob.length <= pageSize / 4) {
      items.push(Buffer.concat([Buffer.from([1]), blob]));
      continue;
    }
    const item = Buffer.alloc(12);
    item[0] = 3;
    put32(item, pages.length, 4);
    put32(item, blob.length, 8);
    items.push(item);
    for (let start = 0; start < blob.length; start += pageSize - 26) {
      const part = blob.subarray(start, start + pageSize - 26);
      const page = Buffer.alloc(pageSize);
      put32(page, start + part.length < blob.length ? pages.length + 1 : 0, 16);
      put16(page, part.length, 22);
      page[25] = 7;
      part.copy(page, 26);
      pages.push(page);
    }
  }
  const hash = pages[1]!;
  put16(hash, items.length, 20);
  hash[25] = 13;
  let end = pageSize;
  for (const [at, item] of items.entries()) {
    end -= item.length;
    item.copy(hash, end);
    put16(hash, end, 26 + at * 2);
  }
  const metadata = pages[0]!;
  put32(metadata, 0x061561, 12);
  put32(metadata, 9, 16);
  put32(metadata, pageSize, 20);
  metadata[25] = 8;
  put32(metadata, pages.length - 1, 32);
  return Buffer.concat(pages);
}

/** `rpmdb.sqlite` with one row a leaf page; sqlite.org/fileformat2.html. */
export function sqliteDatabase(blobs: readonly Buffer[], pageSize = 1024): Buffer {
  const schemaSql = 'CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)';
  const pages: Buffer[] = [Buffer.alloc(pageSize), Buffer.alloc(pageSize)];
  const first = pages[0]!;
  first.write('SQLite format 3\0', 0, 'latin1');
  first.writeUInt16BE(pageSize, 16);
  writeLeaf(pages, 0, 100, record('table', 'Packages', 'Packages', 2, schemaSql), pageSize);
  const root = pages[1]!;
  const children = blobs.map((blob) => {
    pages.push(Buffer.alloc(pageSize));
    const number = pages.length;
    writeLeaf(pages, number - 1, 0, record(undefined, blob), pageSize);
    return number;
  });
  root[0] = 5;
  root.writeUInt16BE(Math.max(children.length - 1, 0), 3);
  root.writeUInt32BE(children.at(-1) ?? 0, 8);
  for (const [at, child] of children.slice(0, -1).entries()) {
    const offset = pageSize - 5 * (at + 1);
    root.writeUInt16BE(offset, 12 + at * 2);
    root.writeUInt32BE(child, offset);
    root[offset + 4] = at + 1;
  }
  if (children.length === 0) root[0] = 13;
  return Buffer.concat(pages);
}

function writeLeaf(pages: Buffer[], index: number, header: number, payload: Buffer, pageSize: number): void {
  const page = pages[index]!;
  const least = Math.floor(((pageSize - 12) * 32) / 255) - 23;
  const fitting = least + ((payload.length - least) % (pageSize - 4));
  const local = payload.length <= pageSize - 35 ? payload.length : fitting <= pageSize - 35 ? fitting : least;
  const head = Buffer.concat([varint(payload.length), varint(1), payload.subarray(0, local)]);
  const overflows = local < payload.length;
  const start = pageSize - head.length - (overflows ? 4 : 0);
  page[header] = 13;
  page.writeUInt16BE(1, header + 3);
  page.writeUInt16BE(start, header + 8);
  head.copy(page, start);
  if (!overflows) return;
  page.writeUInt32BE(pages.length + 1, pageSize - 4);
  for (let at = local; at < payload.length; at += pageSize - 4) {
    const overflow = Buffer.alloc(pageSize);
    payload.copy(overflow, 4, at, at + pageSize - 4);
    pages.push(overflow);
    if (at + pageSize - 4 < payload.length) overflow.writeUInt32BE(pages.length + 1, 0);
  }
}

function record(...values: readonly (string | number | Buffer | undefined)[]): Buffer {
  const parts = values.map((value) => {
    if (value === undefined) return { type: 0, bytes: Buffer.alloc(0) };
    if (typeof value === 'number') return { type: 1, bytes: Buffer.from([value]) };
    const bytes = Buffer.from(value);
    return { type: bytes.length * 2 + (typeof value === 'string' ? 13 : 12), bytes };
  });
  const types = Buffer.concat(parts.map(({ type }) => varint(type)));
  return Buffer.concat([varint(types.length + 1), types, ...parts.map(({ bytes }) => bytes)]);
}

function varint(value: number): Buffer {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest % 128) + 128);
  return Buffer.from(bytes);
}

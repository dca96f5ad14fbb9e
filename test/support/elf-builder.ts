/** What an ELF file made for a test says. */
export interface ElfSketch {
  readonly interpreter?: string;
  readonly soname?: string;
  readonly needed?: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  /** Undefined symbols. */
  readonly imports?: readonly string[];
  /** Texts of its read-only data. */
  readonly texts?: readonly string[];
  readonly machine?: number;
  readonly isStatic?: true;
}

/** A small 64-bit little-endian ELF file: headers, one segment that holds everything, the dynamic section at its end. */
export function makeElf(sketch: ElfSketch = {}): Buffer {
  const { interpreter, soname, needed = [], rpath, runpath, imports = [], texts = [], machine = 62, isStatic } = sketch;
  const strings: string[] = [''];
  let length = 1;
  const nameOf = (text: string): number => {
    const at = length;
    strings.push(text);
    length += Buffer.byteLength(text) + 1;
    return at;
  };
  const symbols = Buffer.alloc(24 * (imports.length + 1));
  imports.forEach((name, index) => symbols.writeUInt32LE(nameOf(name), 24 * (index + 1)));
  const tags: [number, number][] = needed.map((name) => [1, nameOf(name)]);
  if (soname !== undefined) tags.push([14, nameOf(soname)]);
  if (rpath !== undefined) tags.push([15, nameOf(rpath)]);
  if (runpath !== undefined) tags.push([29, nameOf(runpath)]);
  const headerBytes = 64 + 3 * 56;
  const asked = Buffer.from(`${interpreter ?? ''}\0`);
  const data = Buffer.concat([asked, ...texts.map((text) => Buffer.from(`\0${text}\0`))]);
  const symbolsAt = headerBytes + data.length;
  const stringsAt = symbolsAt + symbols.length;
  const table = Buffer.from(`${strings.join('\0')}\0`);
  const dynamicAt = stringsAt + table.length;
  tags.push([5, stringsAt], [6, symbolsAt], [10, table.length], [11, 24], [0, 0]);
  const dynamic = Buffer.alloc(16 * tags.length);
  tags.forEach(([key, value], index) => {
    dynamic.writeBigUInt64LE(BigInt(key), 16 * index);
    dynamic.writeBigUInt64LE(BigInt(value), 16 * index + 8);
  });
  const total = dynamicAt + dynamic.length;
  const headers = [
    programHeader(1, 0, total),
    ...(interpreter === undefined ? [] : [programHeader(3, headerBytes, asked.length)]),
    ...(isStatic === true ? [] : [programHeader(2, dynamicAt, dynamic.length)]),
  ];
  const head = Buffer.alloc(headerBytes);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  head.writeUInt16LE(3, 16);
  head.writeUInt16LE(machine, 18);
  head.writeBigUInt64LE(64n, 32);
  head.writeUInt16LE(56, 54);
  head.writeUInt16LE(headers.length, 56);
  headers.forEach((header, index) => head.set(header, 64 + 56 * index));
  return Buffer.concat([head, data, symbols, table, dynamic]);
}

function programHeader(type: number, offset: number, size: number): Buffer {
  const header = Buffer.alloc(56);
  header.writeUInt32LE(type, 0);
  header.writeUInt32LE(4, 4);
  for (const at of [8, 16]) header.writeBigUInt64LE(BigInt(offset), at);
  for (const at of [32, 40]) header.writeBigUInt64LE(BigInt(size), at);
  return header;
}

/** Executables with Go's build information, byte by byte: headers, read-only part, writable part; independent of the reader under test. */
export interface GoBinary {
  readonly goVersion?: string;
  /** Lines of the module list; the frame is put around them. */
  readonly modules?: string;
  /** `inline` since Go 1.18, `pointers` before, `none` for a program without build information. */
  readonly form?: 'inline' | 'pointers' | 'none';
  readonly format?: 'elf' | 'pe' | 'mach-o';
  readonly is64?: boolean;
  readonly isBigEndian?: boolean;
  /** The mark of Go's own linker in the headers. */
  readonly hasGoMark?: boolean;
  /** Bytes of the read-only part. */
  readonly readOnlyBytes?: number;
  /** Where the build information begins in the writable part. */
  readonly dataOffset?: number;
}

const readOnlyOffset = 4096;
const readOnlyAddress = 0x40_1000;
const dataAddress = 0x90_0000;

export function goBinary(options: GoBinary = {}): Buffer {
  const binary = { goVersion: 'go1.22.3', modules: '', form: 'inline', format: 'elf', is64: true, isBigEndian: false, ...options } as const;
  const { readOnlyBytes = 300 * 1024, dataOffset = 0, hasGoMark = true } = options;
  const writer = new Writer(binary.isBigEndian, binary.is64);
  const readOnly = Buffer.alloc(readOnlyBytes, 'go1.x text of no meaning; ');
  const versionAt = readOnlyBytes - 70_001;
  const listAt = readOnlyBytes - 66_003;
  const framed = binary.modules === '' ? Buffer.alloc(0) : frame(binary.modules);
  if (binary.form === 'pointers') {
    readOnly.write(binary.goVersion, versionAt, 'latin1');
    framed.copy(readOnly, listAt);
  }
  const data = Buffer.alloc(64 * 1024);
  const info = Buffer.from([...Buffer.from('\xff Go buildinf:', 'latin1'), binary.is64 ? 8 : 4, 0]);
  const variablesAt = dataAddress + dataOffset + 1024;
  if (binary.form === 'inline') {
    info[15] = 2;
    Buffer.concat([info, Buffer.alloc(16), lengthAnd(Buffer.from(binary.goVersion)), lengthAnd(framed)]).copy(data, dataOffset);
  } else if (binary.form === 'pointers') {
    info[15] = binary.isBigEndian ? 1 : 0;
    const pointers = [writer.word(variablesAt), writer.word(variablesAt + 64)];
    Buffer.concat([info, ...pointers]).copy(data, dataOffset);
    const strings = (address: number, length: number): Buffer => Buffer.concat([writer.word(address), writer.word(length)]);
    strings(readOnlyAddress + versionAt, Buffer.byteLength(binary.goVersion)).copy(data, dataOffset + 1024);
    strings(readOnlyAddress + listAt, framed.length).copy(data, dataOffset + 1024 + 64);
  }
  const header = Buffer.alloc(readOnlyOffset);
  headers[binary.format](writer, { readOnlyBytes, dataBytes: data.length, hasGoMark }).copy(header);
  return Buffer.concat([header, readOnly, data]);
}

export function frame(modules: string): Buffer {
  return Buffer.concat([
    Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex'),
    Buffer.from(modules),
    Buffer.from('f932433186182072008242104116d8f2', 'hex'),
  ]);
}

function lengthAnd(text: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = text.length; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.concat([Buffer.from([...length, rest]), text]);
    length.push((rest % 128) + 128);
  }
}

class Writer {
  readonly isBigEndian: boolean;
  readonly is64: boolean;

  constructor(isBigEndian: boolean, is64: boolean) {
    this.isBigEndian = isBigEndian;
    this.is64 = is64;
  }

  number(value: number, bytes: number): Buffer {
    const buffer = Buffer.alloc(8);
    buffer.writeBigUInt64BE(BigInt(value));
    const tail = buffer.subarray(8 - bytes);
    return this.isBigEndian ? tail : tail.reverse();
  }

  word(value: number): Buffer {
    return this.number(value, this.is64 ? 8 : 4);
  }
}

interface Parts {
  readonly readOnlyBytes: number;
  readonly dataBytes: number;
  readonly hasGoMark: boolean;
}

type MakeHeader = (writer: Writer, parts: Parts) => Buffer;

const headers: Readonly<Record<NonNullable<GoBinary['format']>, MakeHeader>> = { elf: elfHeader, pe: peHeader, 'mach-o': machHeader };

function elfHeader(writer: Writer, { readOnlyBytes, dataBytes, hasGoMark }: Parts): Buffer {
  const { is64 } = writer;
  const half = (value: number): Buffer => writer.number(value, 2);
  const int = (value: number): Buffer => writer.number(value, 4);
  const headerBytes = is64 ? 64 : 52;
  const entryBytes = is64 ? 56 : 32;
  const identity = Buffer.from([0x7f, 0x45, 0x4c, 0x46, is64 ? 2 : 1, writer.isBigEndian ? 2 : 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const noteAt = headerBytes + 3 * entryBytes;
  const program = (type: number, flags: number, offset: number, address: number, size: number): Buffer => {
    const words = [offset, address, address, size, size].map((value) => writer.word(value));
    return is64
      ? Buffer.concat([int(type), int(flags), ...words, writer.word(16)])
      : Buffer.concat([int(type), ...words, int(flags), writer.word(16)]);
  };
  return Buffer.concat([
    identity,
    half(2),
    half(62),
    int(1),
    ...[0, headerBytes, 0].map((value) => writer.word(value)),
    int(0),
    ...[headerBytes, entryBytes, 3, 0, 0, 0].map(half),
    program(4, 4, noteAt, 0, 20),
    program(1, 4, readOnlyOffset, readOnlyAddress, readOnlyBytes),
    program(1, 6, readOnlyOffset + readOnlyBytes, dataAddress, dataBytes),
    ...[4, 4, 4].map(int),
    Buffer.from(hasGoMark ? 'Go\0\0' : 'GNU\0'),
  ]);
}

function peHeader(writer: Writer, { readOnlyBytes, dataBytes, hasGoMark }: Parts): Buffer {
  const short = (value: number): Buffer => writer.number(value, 2);
  const int = (value: number): Buffer => writer.number(value, 4);
  const imageBase = 0x40_0000;
  const start = Buffer.alloc(128);
  start.write('MZ');
  start.writeUInt32LE(128, 0x3c);
  const optional = Buffer.alloc(writer.is64 ? 240 : 224);
  optional.writeUInt16LE(writer.is64 ? 0x20b : 0x10b, 0);
  optional.writeUInt16LE(hasGoMark ? 3 : 0x0e02, 2);
  if (writer.is64) optional.writeBigUInt64LE(BigInt(imageBase), 24);
  else optional.writeUInt32LE(imageBase, 28);
  const section = (name: string, address: number, size: number, offset: number, flags: number): Buffer =>
    Buffer.concat([
      Buffer.from(name.padEnd(8, '\0')),
      int(size),
      int(address - imageBase),
      int(size),
      int(offset),
      Buffer.alloc(12),
      int(flags),
    ]);
  return Buffer.concat([
    start,
    Buffer.from('PE\0\0'),
    short(0x8664),
    short(2),
    Buffer.alloc(12),
    short(optional.length),
    short(0x22),
    optional,
    section('.rdata', readOnlyAddress, readOnlyBytes, readOnlyOffset, 0x4000_0040),
    section('.data', dataAddress, dataBytes, readOnlyOffset + readOnlyBytes, 0xc000_0040),
  ]);
}

function machHeader(writer: Writer, { readOnlyBytes, dataBytes, hasGoMark }: Parts): Buffer {
  const int = (value: number): Buffer => writer.number(value, 4);
  const segment = (name: string, address: number, size: number, offset: number, protection: number, section: string): Buffer => {
    const sections = Buffer.concat([Buffer.from(section.padEnd(16, '\0')), Buffer.alloc(writer.is64 ? 64 : 52)]);
    const body = Buffer.concat([
      Buffer.from(name.padEnd(16, '\0')),
      ...[address, size, offset, size].map((value) => writer.word(value)),
      ...[7, protection, 1, 0].map(int),
      sections,
    ]);
    return Buffer.concat([int(writer.is64 ? 0x19 : 1), int(8 + body.length), body]);
  };
  const commands = [
    segment('__TEXT', readOnlyAddress, readOnlyBytes, readOnlyOffset, 5, '__rodata'),
    segment('__DATA', dataAddress, dataBytes, readOnlyOffset + readOnlyBytes, 3, hasGoMark ? '__go_buildinfo' : '__data'),
  ];
  const commandBytes = commands.reduce((sum, command) => sum + command.length, 0);
  const header = [writer.is64 ? 0xfeedfacf : 0xfeedface, 7, 3, 2, commands.length, commandBytes, 0, ...(writer.is64 ? [0] : [])];
  return Buffer.concat([...header.map(int), ...commands]);
}

import { makeByteReader, type ByteReader } from '../bytes/byte-reader.ts';
import { isElf, type ElfBytes } from './elf-file.ts';

/** Bounds on hostile files; the largest real ones are a tenth of them. */
const maxProgramHeaders = 1_000;
const maxDynamicBytes = 1024 * 1024;
const maxNameBytes = 4_096;

/** The headers of an ELF file and its dynamic section; System V ABI, Program Loading and Dynamic Linking. */
export interface DynamicSection {
  readonly architecture: string;
  readonly is64: boolean;
  readonly isLittleEndian: boolean;
  readonly interpreter?: string;
  /** Absent in static programs. */
  readonly isDynamic: boolean;
  /** Values by tag, in their order; `undefined` where the bytes are not at hand. */
  readonly tags: ReadonlyMap<number, readonly number[]> | undefined;
  /** Position in the file of an address in memory. */
  readonly offsetOf: (address: number) => number | undefined;
  /** A name of the string table. */
  readonly nameAt: (offset: number) => string | undefined;
}

export const tag = {
  needed: 1,
  hash: 4,
  stringTable: 5,
  symbolTable: 6,
  stringBytes: 10,
  symbolBytes: 11,
  soname: 14,
  rpath: 15,
  runpath: 29,
  gnuHash: 0x6ffffef5,
} as const;

const loadType = 1;
const dynamicType = 2;
const interpreterType = 3;

interface Header {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/** `undefined` for what is no ELF file, or a damaged one. */
export function readDynamicSection(bytes: ElfBytes): DynamicSection | undefined {
  const head = bytes(0, 64) ?? bytes(0, 52);
  if (head === undefined || !isElf(head)) return undefined;
  const is64 = head[4] === 2;
  const isLittleEndian = head[5] !== 2;
  if (is64 && head.length < 64) return undefined;
  const headers = readHeaders(bytes, makeByteReader(head, isLittleEndian), is64, isLittleEndian);
  if (headers === undefined) return undefined;
  const loads = headers.filter(({ type }) => type === loadType);
  const offsetOf = (address: number): number | undefined => {
    const found = loads.find(({ address: start, size }) => address >= start && address < start + size);
    return found === undefined ? undefined : found.offset + address - found.address;
  };
  const dynamic = headers.find(({ type }) => type === dynamicType);
  const tags = dynamic === undefined ? new Map<number, readonly number[]>() : readTags(bytes, dynamic, is64, isLittleEndian);
  const named = headers.find(({ type }) => type === interpreterType);
  const interpreter = named === undefined ? undefined : textOf(bytes(named.offset, Math.min(named.size, maxNameBytes)));
  return {
    architecture: `${is64 ? 64 : 32}${isLittleEndian ? 'le' : 'be'}-${isLittleEndian ? head.readUInt16LE(18) : head.readUInt16BE(18)}`,
    is64,
    isLittleEndian,
    ...(interpreter === undefined ? {} : { interpreter }),
    isDynamic: dynamic !== undefined,
    tags,
    offsetOf,
    nameAt: nameReader(bytes, tags, offsetOf),
  };
}

function readHeaders(bytes: ElfBytes, head: ByteReader, is64: boolean, isLittleEndian: boolean): readonly Header[] | undefined {
  try {
    const at = is64 ? head.u64(32) : head.u32(28);
    const entryBytes = head.u16(is64 ? 54 : 42);
    const count = head.u16(is64 ? 56 : 44);
    if (count > maxProgramHeaders || (count > 0 && entryBytes < (is64 ? 56 : 32))) return undefined;
    const table = count === 0 ? Buffer.alloc(0) : bytes(at, count * entryBytes);
    if (table === undefined) return undefined;
    const reader = makeByteReader(table, isLittleEndian);
    return Array.from({ length: count }, (_, index) => readHeader(reader, index * entryBytes, is64));
  } catch (error) {
    // A number that no file offset can be.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readHeader(reader: ByteReader, at: number, is64: boolean): Header {
  const type = reader.u32(at);
  // Notes of kernels and cores hold addresses that are no file offsets; only three types are read.
  if (type !== loadType && type !== dynamicType && type !== interpreterType) return { type, offset: 0, address: 0, size: 0 };
  return is64
    ? { type, offset: reader.u64(at + 8), address: reader.u64(at + 16), size: reader.u64(at + 32) }
    : { type, offset: reader.u32(at + 4), address: reader.u32(at + 8), size: reader.u32(at + 16) };
}

function readTags(bytes: ElfBytes, { offset, size }: Header, is64: boolean, isLittleEndian: boolean): DynamicSection['tags'] {
  const table = bytes(offset, Math.min(size, maxDynamicBytes));
  if (table === undefined) return undefined;
  const reader = makeByteReader(table, isLittleEndian);
  const wordBytes = is64 ? 8 : 4;
  const tags = new Map<number, number[]>();
  for (let at = 0; at + 2 * wordBytes <= table.length; at += 2 * wordBytes) {
    const key = safeWord(reader, at, wordBytes);
    if (key === 0) break;
    const value = safeWord(reader, at + wordBytes, wordBytes);
    if (key === undefined || value === undefined) continue;
    const known = tags.get(key);
    if (known === undefined) tags.set(key, [value]);
    else known.push(value);
  }
  return tags;
}

/** `undefined` for a number too large for an offset: some tags hold flags in their highest bits. */
function safeWord(reader: ByteReader, at: number, size: number): number | undefined {
  try {
    return reader.word(at, size);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function nameReader(bytes: ElfBytes, tags: DynamicSection['tags'], offsetOf: DynamicSection['offsetOf']): DynamicSection['nameAt'] {
  const address = tags?.get(tag.stringTable)?.[0];
  const size = tags?.get(tag.stringBytes)?.[0] ?? 0;
  const start = address === undefined ? undefined : offsetOf(address);
  return (offset) =>
    start === undefined || offset >= size ? undefined : textOf(bytes(start + offset, Math.min(maxNameBytes, size - offset)));
}

/** Up to the first zero byte; `undefined` where there is none. */
function textOf(bytes: Buffer | undefined): string | undefined {
  const end = bytes?.indexOf(0) ?? -1;
  return end < 0 ? undefined : bytes!.toString('latin1', 0, end);
}

import { readDynamicSection } from '../../lib/elf/dynamic-section.ts';
import { elfBytes } from '../../lib/elf/elf-file.ts';
import { arm64Machine } from './arm64-machine.ts';
import { type Machine } from './machine.ts';
import { type ProgramHeader, type Segment } from './segment.ts';
import { readFunctionStarts } from './function-starts.ts';
import { readRelocations } from './read-relocations.ts';
import { readSymbols, type ElfSymbol } from './read-symbols.ts';
import { x86Machine } from './x86-machine.ts';

/** An ELF file as code: its functions, what they can call by name, and what its data point to. */
export interface CodeFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly machine: Machine;
  readonly soname: string;
  readonly segments: readonly Segment[];
  /** Addresses where functions, or parts of them, begin: sorted. What is between two is read as one. */
  readonly starts: readonly number[];
  /** Where the program begins; of the program and of its loader. */
  readonly entry: number;
  /** It has fixed addresses, so that constants may be addresses of functions. */
  readonly isFixed: boolean;
  readonly exports: ReadonlyMap<string, readonly number[]>;
  /** Names by the address of the word that the loader fills with the address of what they name. */
  readonly slots: ReadonlyMap<number, string>;
  /** Where the loader begins in it: `DT_INIT` and `DT_FINI`. */
  readonly initial: readonly number[];
  /** Code that data of the file point to. */
  readonly pointers: readonly number[];
}

const loadType = 1;
const executable = 1;

/** `undefined` for what is no ELF file for x86-64 or arm64, and for damaged ones. */
export function readCodeFile(path: string, bytes: Buffer): CodeFile | undefined {
  const machine = bytes.length < 64 ? undefined : new Map([[62, x86Machine], [183, arm64Machine]]).get(bytes.readUInt16LE(18)); // prettier-ignore
  if (machine === undefined || bytes.readUInt32BE(0) !== 0x7f454c46 || bytes[4] !== 2 || bytes[5] !== 1) return undefined;
  const section = readDynamicSection(elfBytes(bytes));
  if (section?.tags === undefined) return undefined;
  const headers = readProgramHeaders(bytes);
  const segments = headers
    .filter(({ type, offset, size }) => type === loadType && offset + size <= bytes.length)
    .map(({ address, offset, size, flags }) => ({ address, offset, size, isCode: (flags & executable) !== 0 }));
  const symbols = readSymbols(bytes, section);
  const isCode = (address: number): boolean => segments.some((one) => one.isCode && address >= one.address && address < one.address + one.size);
  const isFixed = bytes.readUInt16LE(16) === 2;
  const { slots, pointers } = readRelocations(bytes, section, symbols, isCode);
  const own = isFixed ? fixedPointers(bytes, segments, isCode) : [];
  const exported = symbols.filter(({ isDefined, address }) => isDefined && isCode(address));
  const given = [...exported.map(({ address }) => address), ...pointers, ...own];
  return {
    path,
    bytes,
    machine,
    soname: section.nameAt(section.tags.get(14)?.[0] ?? -1) ?? path.slice(path.lastIndexOf('/') + 1),
    segments,
    starts: readFunctionStarts(bytes, headers, segments, machine, given),
    entry: Number(bytes.readBigUInt64LE(24)),
    isFixed,
    exports: byName(exported),
    slots,
    initial: [12, 13].flatMap((key) => section.tags?.get(key) ?? []),
    pointers: [...pointers, ...own],
  };
} // prettier-ignore

function readProgramHeaders(bytes: Buffer): readonly ProgramHeader[] {
  const start = Number(bytes.readBigUInt64LE(32));
  const [entryBytes, count] = [bytes.readUInt16LE(54), bytes.readUInt16LE(56)];
  if (entryBytes < 56 || start + count * entryBytes > bytes.length) return [];
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * entryBytes;
    const word = (offset: number): number => Number(bytes.readBigUInt64LE(at + offset));
    return { type: bytes.readUInt32LE(at), flags: bytes.readUInt32LE(at + 4), offset: word(8), address: word(16), size: word(32) };
  });
}

function byName(symbols: readonly ElfSymbol[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { name, address } of symbols) {
    const known = found.get(name);
    if (known === undefined) found.set(name, [address]);
    else if (!known.includes(address)) known.push(address);
  }
  return found;
}

/** Words of data that are addresses of code: a file with fixed addresses has no relocations that say so. */
function fixedPointers(bytes: Buffer, segments: readonly Segment[], isCode: (address: number) => boolean): readonly number[] {
  const found = new Set<number>();
  const [low, high] = [Math.min(...segments.filter((one) => one.isCode).map(({ address }) => address)), Math.max(...segments.filter((one) => one.isCode).map(({ address, size }) => address + size))];
  for (const { offset, size } of segments.filter((one) => !one.isCode))
    for (let at = offset; at + 8 <= offset + size; at += 8) {
      if (bytes.readUInt32LE(at + 4) !== 0) continue;
      const value = bytes.readUInt32LE(at);
      if (value >= low && value < high && isCode(value)) found.add(value);
    }
  return [...found];
} // prettier-ignore

/** Position in the file of an address of code; -1. */
export function codeOffset({ segments }: CodeFile, address: number): number {
  for (const { isCode, address: start, size, offset } of segments) if (isCode && address >= start && address < start + size) return offset + address - start;
  return -1;
} // prettier-ignore

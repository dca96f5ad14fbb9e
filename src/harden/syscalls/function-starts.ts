import { type ProgramHeader, type Segment } from './segment.ts';
import { flow, Instruction, type Machine } from './machine.ts';

const frameHeaderType = 0x6474e550;

/**
 * Where functions begin: by the table of unwinding information (Linux Standard Base, `.eh_frame_hdr`), by names and pointers, and, in code that has no
 * table, such as Go's, where calls lead to.
 */
export function readFunctionStarts(
  bytes: Buffer,
  headers: readonly ProgramHeader[],
  segments: readonly Segment[],
  machine: Machine,
  given: readonly number[],
): readonly number[] {
  const code = segments.filter(({ isCode }) => isCode);
  const isCode = (address: number): boolean => code.some(({ address: start, size }) => address >= start && address < start + size);
  const framed = readFrameTable(bytes, headers);
  // The entry of a signal trampoline begins a byte before it: glibc, sysdeps/unix/sysv/linux/x86_64/libc_sigaction.c.
  const trampolines = framed.filter((address) => address % 16 === 15).map((address) => address + 1);
  const starts = new Set([...framed, ...trampolines, ...given, ...code.map(({ address }) => address)].filter(isCode));
  const bytesOfCode = code.reduce((sum, { size }) => sum + size, 0);
  // Less than one function in so many bytes is no table.
  if (framed.length * 4_096 < bytesOfCode) for (const target of callTargets(bytes, code, machine)) if (isCode(target)) starts.add(target);
  return Float64Array.from(starts).sort() as unknown as readonly number[];
}

function readFrameTable(bytes: Buffer, headers: readonly ProgramHeader[]): readonly number[] {
  const header = headers.find(({ type }) => type === frameHeaderType);
  if (header === undefined || header.offset + 12 > bytes.length) return [];
  const at = header.offset;
  // Version 1, a 4-byte count, and a sorted table of signed 4-byte distances from the header.
  if (bytes[at] !== 1 || bytes[at + 2] !== 0x03 || bytes[at + 3] !== 0x3b) return [];
  const count = Math.min(bytes.readUInt32LE(at + 8), Math.floor((bytes.length - at - 12) / 8));
  return Array.from({ length: count }, (_, index) => header.address + bytes.readInt32LE(at + 12 + index * 8));
}

function callTargets(bytes: Buffer, code: readonly Segment[], machine: Machine): ReadonlySet<number> {
  const targets = new Set<number>();
  const instruction = new Instruction();
  for (const { address, offset, size } of code) {
    machine.reset();
    for (let at = offset; at < offset + size;) {
      const isKnown = machine.decode(bytes, at, offset + size, address + at - offset, instruction);
      if (isKnown && instruction.flow === flow.call) targets.add(instruction.target);
      at += isKnown ? instruction.length : machine.step;
    }
  }
  return targets;
}

import { effect, flow, type Instruction, type Machine, nowhere, stackSlot } from './machine.ts';

const sp = 31;
/** Pages that `adrp` put into registers. */
const pages = new Float64Array(32).fill(-1);

/** AArch64; Arm Architecture Reference Manual, C4 (A64 instruction set encoding). */
export const arm64Machine: Machine = {
  step: 4,
  numberRegister: 8,
  // x0–x18 and the link register.
  scratch: ((1 << 19) - 1) | (1 << 30),
  results: 3,
  stackPointer: sp,
  reset: () => void pages.fill(-1),
  decode,
};

function decode(bytes: Buffer, position: number, end: number, address: number, into: Instruction): boolean {
  if (position + 4 > end) return false;
  const word = bytes.readUInt32LE(position);
  into.clear();
  into.length = 4;
  into.isPadding = word === 0xd503201f;
  if (decodeBranch(word, address, into)) return true;
  decodeAddress(word, address, into);
  decodeEffect(word, into);
  return true;
}

function signed(value: number, bits: number): number {
  return value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}

function decodeBranch(word: number, address: number, into: Instruction): boolean {
  const top = word >>> 26;
  if (top === 0x05 || top === 0x25) {
    into.flow = top === 0x05 ? flow.jump : flow.call;
    into.target = address + 4 * signed(word & 0x3ffffff, 26);
    return true;
  }
  if ((word & 0xff000010) >>> 0 === 0x54000000 || (word & 0x7e000000) === 0x34000000) {
    into.flow = flow.branch;
    into.target = address + 4 * signed((word >>> 5) & 0x7ffff, 19);
    return true;
  }
  if ((word & 0x7e000000) === 0x36000000) {
    into.flow = flow.branch;
    into.target = address + 4 * signed((word >>> 5) & 0x3fff, 14);
    return true;
  }
  if ((word & 0xffe0001f) >>> 0 === 0xd4000001) {
    into.flow = flow.syscall;
    into.writes = 1;
    return true;
  }
  // brk, hlt, udf.
  if ((word & 0xffe00000) >>> 0 === 0xd4200000 || word >>> 16 === 0) into.flow = flow.stop;
  else if ((word & 0xfe000000) >>> 0 === 0xd6000000) {
    const kind = (word >>> 21) & 7;
    into.flow = kind === 1 ? flow.indirectCall : kind === 0 ? flow.indirectJump : flow.stop;
    into.source = (word >>> 5) & 31;
  } else return false;
  return true;
}

/** `adr`, and the pairs of `adrp` with `add` or `ldr`. */
function decodeAddress(word: number, address: number, into: Instruction): void {
  const to = word & 31;
  const from = (word >>> 5) & 31;
  const kind = (word & 0x9f000000) >>> 0;
  if (kind === 0x90000000 || kind === 0x10000000) {
    const offset = signed(((word >>> 5) & 0x7ffff) * 4 + ((word >>> 29) & 3), 21);
    if (kind === 0x10000000) into.reference = address + offset;
    else pages[to] = Math.floor(address / 4096) * 4096 + offset * 4096;
  } else if ((word & 0xff800000) >>> 0 === 0x91000000 && pages[from]! >= 0) {
    into.reference = pages[from]! + ((word >>> 10) & 0xfff) * ((word & 0x400000) === 0 ? 1 : 4096);
  } else if ((word & 0xbfc00000) >>> 0 === 0xb9400000 && pages[from]! >= 0)
    into.reference = pages[from]! + ((word >>> 10) & 0xfff) * ((word & 0x40000000) === 0 ? 4 : 8);
  else if ((word & 0xbf000000) >>> 0 === 0x18000000) into.reference = address + 4 * signed((word >>> 5) & 0x7ffff, 19);
}

function decodeEffect(word: number, into: Instruction): void {
  const to = word & 31;
  const from = (word >>> 5) & 31;
  const setWritten = (register: number): void => void (into.writes |= register === 31 ? 0 : 1 << register);
  const group = (word >>> 25) & 15;
  // Loads and stores.
  if ((group & 5) === 4) {
    decodeMemory(word, into, setWritten);
    return;
  }
  setWritten(to);
  const set = (kind: number, value: number, source = nowhere): void => {
    into.effect = kind;
    into.destination = to;
    into.value = value;
    into.source = source;
  };
  const high = ((word >>> 21) & 3) * 16;
  if ((word & 0x7f800000) === 0x52800000) set(effect.constant, ((word >>> 5) & 0xffff) * 2 ** high);
  else if ((word & 0x7f800000) === 0x12800000) set(effect.constant, -1 - ((word >>> 5) & 0xffff) * 2 ** high);
  else if ((word & 0x7fe0ffe0) === 0x2a0003e0) set(...moved((word >>> 16) & 31));
  else if ((word & 0x7fffffe0) === 0x11000000 + 0 && from !== sp) set(effect.copy, 0, from);
  else if ((word & 0xff8003ff) >>> 0 === 0x910003ff || (word & 0xff8003ff) >>> 0 === 0xd10003ff) {
    const value = ((word >>> 10) & 0xfff) * ((word & 0x400000) === 0 ? 1 : 4096);
    into.effect = effect.moveStack;
    into.value = (word & 0x40000000) === 0 ? value : -value;
  }
}

/** `mov x8, xzr` is zero. */
function moved(source: number): [kind: number, value: number, source?: number] {
  return source === 31 ? [effect.constant, 0] : [effect.copy, 0, source];
}

function decodeMemory(word: number, into: Instruction, setWritten: (register: number) => void): void {
  const to = word & 31;
  const from = (word >>> 5) & 31;
  if ((word & 0x04000000) !== 0) {
    decodeWriteBack(word, into, from, setWritten);
    return;
  }
  const isLoad = (word & 0x00400000) !== 0 || (word & 0x3b000000) === 0x18000000;
  const isPair = (word & 0x3a000000) === 0x28000000;
  if (isLoad) {
    setWritten(to);
    if (isPair) setWritten((word >>> 10) & 31);
  } else if ((word & 0x3f000000) === 0x08000000) setWritten((word >>> 16) & 31);
  // Unsigned offset from the stack pointer.
  if ((word & 0xbf000000) >>> 0 === 0xb9000000 && from === sp && (word & 0x00800000) === 0) {
    const slot = stackSlot + ((word >>> 10) & 0xfff) * ((word & 0x40000000) === 0 ? 4 : 8);
    into.effect = effect.copy;
    into.destination = isLoad ? to : slot;
    into.source = isLoad ? slot : to;
    if (!isLoad && to === 31) {
      into.effect = effect.constant;
      into.value = 0;
    }
    return;
  }
  decodeWriteBack(word, into, from, setWritten);
}

/** Pre- and post-indexed forms move their base, which for the stack pointer is how frames are made. */
function decodeWriteBack(word: number, into: Instruction, from: number, setWritten: (register: number) => void): void {
  const isPair = (word & 0x3a000000) === 0x28000000;
  const isIndexed = isPair
    ? (word & 0x00800000) !== 0 && ((word >>> 23) & 3) !== 2
    : (word & 0x3b200000) === 0x38000000 && (word & 0x400) !== 0;
  if (!isIndexed) return;
  if (from !== sp) {
    setWritten(from);
    return;
  }
  into.effect = effect.moveStack;
  into.value = isPair ? signed((word >>> 15) & 0x7f, 7) * ((word & 0x80000000) === 0 ? 4 : 8) : signed((word >>> 12) & 0x1ff, 9);
}

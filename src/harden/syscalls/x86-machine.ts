import { effect, flow, type Instruction, type Machine, nowhere, type Place, stackSlot } from './machine.ts';

/** Registers by number: rax rcx rdx rbx rsp rbp rsi rdi r8–r15. */
const rsp = 4;
const bit = (register: number): number => 1 << register;

/**
 * Lengths of x86-64 instructions and what those mean that put constants into registers; Intel 64 and IA-32 Architectures Software Developer's Manual,
 * volume 2, appendix A.
 */
export const x86Machine: Machine = {
  step: 1,
  numberRegister: 0,
  // rax rcx rdx rsi rdi r8–r11
  scratch: bit(0) | bit(1) | bit(2) | bit(6) | bit(7) | bit(8) | bit(9) | bit(10) | bit(11),
  results: bit(0) | bit(2),
  stackPointer: rsp,
  reset: () => undefined,
  decode,
};

/** Of the last operand that was read. */
let operandEnd = 0;
let operandMod = 0;
let operandReg = 0;
let operandRm = 0;
/** Displacement from rsp without an index; `NaN` for every other memory. */
let operandStack = Number.NaN;
/** Absolute address of a rip-relative operand without what follows it; -1. */
let operandRip = -1;

function decode(bytes: Buffer, start: number, end: number, address: number, into: Instruction): boolean {
  into.clear();
  let at = start;
  let isShort = false;
  let is32Address = false;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === 0x66) isShort = true;
    else if (byte === 0x67) is32Address = true;
    else if (
      byte !== 0xf0 &&
      byte !== 0xf2 &&
      byte !== 0xf3 &&
      byte !== 0x2e &&
      byte !== 0x36 &&
      byte !== 0x3e &&
      byte !== 0x26 &&
      byte !== 0x64 &&
      byte !== 0x65
    )
      break;
    if (at - start > 13) return false;
  }
  let rex = 0;
  if (at < end && (bytes[at]! & 0xf0) === 0x40) rex = bytes[at++]!;
  if (at >= end) return false;
  const op = bytes[at++]!;
  if (op === 0xc4 || op === 0xc5 || op === 0x62) return decodeVector(bytes, at, end, op, start, address, into);
  if (op === 0x0f) return decodeTwoByte(bytes, at, end, rex, start, address, into);
  return decodeOneByte(bytes, at, end, op, rex, isShort, is32Address, start, address, into);
}

/** ModRM, SIB and displacement; false where they do not fit. */
function readOperand(bytes: Buffer, position: number, end: number, rex: number, address: number, start: number): boolean {
  let at = position;
  if (at >= end) return false;
  const modrm = bytes[at++]!;
  operandMod = modrm >> 6;
  operandReg = ((modrm >> 3) & 7) | ((rex & 4) << 1);
  operandRm = (modrm & 7) | ((rex & 1) << 3);
  operandStack = Number.NaN;
  operandRip = -1;
  if (operandMod === 3) {
    operandEnd = at;
    return at <= end;
  }
  let hasStackBase = false;
  let isAbsolute = false;
  if ((modrm & 7) === 4) {
    if (at >= end) return false;
    const sib = bytes[at++]!;
    const base = (sib & 7) | ((rex & 1) << 3);
    const hasIndex = (((sib >> 3) & 7) | ((rex & 2) << 2)) !== 4;
    isAbsolute = operandMod === 0 && (sib & 7) === 5;
    hasStackBase = base === rsp && !hasIndex;
  }
  const isRip = operandMod === 0 && (modrm & 7) === 5;
  const size = operandMod === 1 ? 1 : operandMod === 2 || isRip || isAbsolute ? 4 : 0;
  if (at + size > end) return false;
  const displacement = size === 1 ? bytes.readInt8(at) : size === 4 ? bytes.readInt32LE(at) : 0;
  at += size;
  if (isRip) operandRip = address + (at - start) + displacement;
  else if (isAbsolute && displacement > 0) operandRip = displacement;
  else if (hasStackBase) operandStack = displacement;
  operandEnd = at;
  // What rip-relative addresses count from is the end of the instruction: an immediate behind it is added later.
  isRipLast = isRip;
  return true;
}
let isRipLast = false;

function finish(into: Instruction, start: number, at: number, end: number): boolean {
  into.length = at - start;
  if (into.reference >= 0 && isRipLast) into.reference += at - operandEnd;
  return at <= end && into.length <= 15;
}

function decodeVector(bytes: Buffer, position: number, end: number, kind: number, start: number, address: number, into: Instruction): boolean {
  let at = position;
  const payload = kind === 0xc5 ? 1 : kind === 0xc4 ? 2 : 3;
  if (at + payload + 1 > end) return false;
  const first = bytes[at]!;
  const map = kind === 0xc5 ? 1 : kind === 0xc4 ? first & 0x1f : first & 7;
  const rex = ((~first >> 7) & 1) * 4 | (kind === 0xc5 ? 0 : ((~first >> 6) & 1) * 2 | ((~first >> 5) & 1));
  at += payload;
  const op = bytes[at++]!;
  if (map === 1 && op === 0x77 && kind !== 0x62) return finish(into, start, at, end);
  if (!readOperand(bytes, at, end, rex, address, start)) return false;
  at = operandEnd;
  into.reference = operandRip;
  const hasImmediate = map === 3 || (map === 1 && ((op >= 0x70 && op <= 0x73) || op === 0xc2 || (op >= 0xc4 && op <= 0xc6)));
  if (hasImmediate) at++;
  // BMI and moves to general registers: rare enough to forget all registers.
  const isGeneral = (map >= 2 && op >= 0xf0) || (map === 1 && (op === 0x2c || op === 0x2d || op === 0x50 || op === 0x7e || op === 0xc5 || op === 0xd7 || op === 0x92 || op === 0x93)) || (map === 3 && op >= 0x14 && op <= 0x17);
  if (isGeneral) into.writes = 0xffff;
  return finish(into, start, at, end);
} // prettier-ignore

function decodeTwoByte(bytes: Buffer, position: number, end: number, rex: number, start: number, address: number, into: Instruction): boolean {
  let at = position;
  if (at >= end) return false;
  const op = bytes[at++]!;
  if (op === 0x38 || op === 0x3a) {
    const second = bytes[at++] ?? 0;
    if (!readOperand(bytes, at, end, rex, address, start)) return false;
    into.reference = operandRip;
    if (op === 0x38 && second >= 0xf0) into.writes = bit(operandReg);
    if (op === 0x3a && second >= 0x14 && second <= 0x17 && operandMod === 3) into.writes = bit(operandRm);
    return finish(into, start, operandEnd + (op === 0x3a ? 1 : 0), end);
  }
  if (op === 0x05 || op === 0x34) {
    into.flow = flow.syscall;
    into.writes = bit(0) | bit(1) | bit(11);
    return finish(into, start, at, end);
  }
  if (op === 0x0b) {
    into.flow = flow.stop;
    return finish(into, start, at, end);
  }
  if (op >= 0x80 && op <= 0x8f) {
    if (at + 4 > end) return false;
    into.flow = flow.branch;
    into.target = address + (at + 4 - start) + bytes.readInt32LE(at);
    return finish(into, start, at + 4, end);
  }
  if ((op >= 0x30 && op <= 0x37) || op === 0x77 || (op >= 0xc8 && op <= 0xcf) || op === 0xa2 || op === 0xaa || (op >= 0x06 && op <= 0x0e && op !== 0x0d) || op === 0xa0 || op === 0xa1 || op === 0xa8 || op === 0xa9) {
    if (op === 0xa2) into.writes = 15;
    else if (op >= 0x30 && op <= 0x37) into.writes = bit(0) | bit(2) | bit(1);
    else if (op >= 0xc8 && op <= 0xcf) into.writes = bit((op & 7) | ((rex & 1) << 3));
    return finish(into, start, at, end);
  }
  if (!readOperand(bytes, at, end, rex, address, start)) return false;
  at = operandEnd;
  into.reference = operandRip;
  into.isPadding = op === 0x1f;
  if ((op >= 0x70 && op <= 0x73) || op === 0xa4 || op === 0xac || op === 0xba || op === 0xc2 || op === 0xc4 || op === 0xc5 || op === 0xc6 || op === 0x0f) at++;
  if (op >= 0x40 && op <= 0x4f) {
    into.effect = effect.maybeCopy;
    into.destination = operandReg;
    into.source = placeOfOperand();
    into.writes = bit(operandReg);
  } else if (op === 0xb6 || op === 0xb7 || op === 0xbe || op === 0xbf || op === 0xaf || op === 0xb8 || op === 0xbc || op === 0xbd || op === 0x2c || op === 0x2d || op === 0x50 || op === 0xc5 || op === 0xd7 || op === 0x02 || op === 0x03) into.writes = bit(operandReg);
  else if (op === 0xc0 || op === 0xc1) into.writes = bit(operandReg) | (operandMod === 3 ? bit(operandRm) : 0);
  else if (op === 0xb0 || op === 0xb1 || op === 0xc7 || op === 0x01 || op === 0x00) into.writes = bit(0) | bit(2) | (op === 0x01 ? bit(1) : 0) | (operandMod === 3 ? bit(operandRm) : 0);
  else if (operandMod === 3 && ((op >= 0x90 && op <= 0x9f) || op === 0x7e || op === 0xa4 || op === 0xa5 || op === 0xab || op === 0xac || op === 0xad || op === 0xb3 || op === 0xba || op === 0xbb || op === 0xae || op === 0x1e)) {
    // endbr64 and nops with operands write nothing.
    if (op !== 0x1e) into.writes = bit(operandRm);
  }
  return finish(into, start, at, end);
} // prettier-ignore

function placeOfOperand(): Place {
  if (operandMod === 3) return operandRm;
  return Number.isNaN(operandStack) ? nowhere : stackSlot + operandStack;
}

function decodeOneByte(bytes: Buffer, position: number, end: number, op: number, rex: number, isShort: boolean, is32Address: boolean, start: number, address: number, into: Instruction): boolean {
  let at = position;
  const isWide = (rex & 8) !== 0;
  const immediateBytes = isShort && !isWide ? 2 : 4;
  if (op < 0x40) {
    const form = op & 7;
    if (form >= 6) return false;
    if (form >= 4) {
      at += form === 4 ? 1 : immediateBytes;
      if (op < 0x38) into.writes = bit(0);
      return finish(into, start, at, end);
    }
    if (!readOperand(bytes, at, end, rex, address, start)) return false;
    into.reference = operandRip;
    if (op < 0x38) {
      const target = form < 2 ? (operandMod === 3 ? operandRm : nowhere) : operandReg;
      if (target !== nowhere) into.writes = bit(target);
      // xor r,r and sub r,r are zero.
      if ((op === 0x31 || op === 0x33 || op === 0x29 || op === 0x2b) && operandMod === 3 && operandReg === operandRm) setConstant(into, operandRm, 0);
    }
    return finish(into, start, operandEnd, end);
  }
  switch (op) {
    case 0x50: case 0x51: case 0x52: case 0x53: case 0x54: case 0x55: case 0x56: case 0x57:
      into.effect = effect.push;
      into.source = (op & 7) | ((rex & 1) << 3);
      into.writes = bit(rsp);
      return finish(into, start, at, end);
    case 0x58: case 0x59: case 0x5a: case 0x5b: case 0x5c: case 0x5d: case 0x5e: case 0x5f:
      into.effect = effect.pop;
      into.destination = (op & 7) | ((rex & 1) << 3);
      into.writes = bit(into.destination) | bit(rsp);
      return finish(into, start, at, end);
    case 0x68: case 0x6a: {
      const size = op === 0x6a ? 1 : 4;
      if (at + size > end) return false;
      into.effect = effect.pushConstant;
      into.value = size === 1 ? bytes.readInt8(at) : bytes.readInt32LE(at);
      if (size === 4) into.immediate = into.value;
      into.writes = bit(rsp);
      return finish(into, start, at + size, end);
    }
    case 0xe8: case 0xe9:
      if (at + 4 > end) return false;
      into.flow = op === 0xe8 ? flow.call : flow.jump;
      into.target = address + (at + 4 - start) + bytes.readInt32LE(at);
      return finish(into, start, at + 4, end);
    case 0xeb:
      if (at + 1 > end) return false;
      into.flow = flow.jump;
      into.target = address + (at + 1 - start) + bytes.readInt8(at);
      return finish(into, start, at + 1, end);
    case 0xe0: case 0xe1: case 0xe2: case 0xe3:
    case 0x70: case 0x71: case 0x72: case 0x73: case 0x74: case 0x75: case 0x76: case 0x77:
    case 0x78: case 0x79: case 0x7a: case 0x7b: case 0x7c: case 0x7d: case 0x7e: case 0x7f:
      if (at + 1 > end) return false;
      into.flow = flow.branch;
      if (op >= 0xe0) into.writes = bit(1);
      into.target = address + (at + 1 - start) + bytes.readInt8(at);
      return finish(into, start, at + 1, end);
    case 0xc3: case 0xcb: case 0xcf: case 0xf4:
      into.flow = flow.stop;
      return finish(into, start, at, end);
    case 0xc2: case 0xca:
      into.flow = flow.stop;
      return finish(into, start, at + 2, end);
    case 0xcc: case 0xf1: case 0xf5: case 0xf8: case 0xf9: case 0xfa: case 0xfb: case 0xfc: case 0xfd: case 0x9b: case 0x9c: case 0x9d: case 0x9e: case 0x9f: case 0x90:
    case 0xd7: case 0x6c: case 0x6d: case 0x6e: case 0x6f: case 0xec: case 0xed: case 0xee: case 0xef:
      into.isPadding = op === 0x90 || op === 0xcc;
      into.writes = op === 0x90 ? 0 : bit(0) | (op >= 0x9c && op <= 0x9d ? bit(rsp) : 0);
      return finish(into, start, at, end);
    case 0x98: into.writes = bit(0); return finish(into, start, at, end);
    case 0x99: into.writes = bit(2); return finish(into, start, at, end);
    case 0x91: case 0x92: case 0x93: case 0x94: case 0x95: case 0x96: case 0x97:
      into.writes = bit(0) | bit((op & 7) | ((rex & 1) << 3));
      return finish(into, start, at, end);
    case 0xa4: case 0xa5: case 0xa6: case 0xa7: case 0xaa: case 0xab: case 0xac: case 0xad: case 0xae: case 0xaf:
      into.writes = bit(1) | bit(6) | bit(7) | (op === 0xac || op === 0xad ? bit(0) : 0);
      return finish(into, start, at, end);
    case 0xa0: case 0xa1: case 0xa2: case 0xa3:
      into.writes = op < 0xa2 ? bit(0) : 0;
      return finish(into, start, at + (is32Address ? 4 : 8), end);
    case 0xa8: return finish(into, start, at + 1, end);
    case 0xa9: return finish(into, start, at + immediateBytes, end);
    case 0xb0: case 0xb1: case 0xb2: case 0xb3: case 0xb4: case 0xb5: case 0xb6: case 0xb7:
      into.writes = bit(rex === 0 && (op & 7) >= 4 ? op & 3 : (op & 7) | ((rex & 1) << 3));
      return finish(into, start, at + 1, end);
    case 0xb8: case 0xb9: case 0xba: case 0xbb: case 0xbc: case 0xbd: case 0xbe: case 0xbf: {
      const size = isWide ? 8 : immediateBytes;
      if (at + size > end) return false;
      const value = size === 2 ? bytes.readUInt16LE(at) : size === 4 ? bytes.readUInt32LE(at) : Number(bytes.readBigUInt64LE(at));
      setConstant(into, (op & 7) | ((rex & 1) << 3), value);
      if (size >= 4) into.immediate = value;
      return finish(into, start, at + size, end);
    }
    case 0xc8: return finish(into, start, at + 3, end);
    case 0xc9: into.writes = bit(rsp) | bit(5); return finish(into, start, at, end);
    case 0xcd:
      // int 0x80: the calls of 32-bit programs.
      return finish(into, start, at + 1, end);
    case 0xe4: case 0xe5: case 0xe6: case 0xe7: into.writes = bit(0); return finish(into, start, at + 1, end);
    default:
      return decodeGroup(bytes, at, end, op, rex, isWide, immediateBytes, address, start, into);
  }
} // prettier-ignore

function setConstant(into: Instruction, register: number, value: number): void {
  into.effect = effect.constant;
  into.destination = register;
  into.value = value;
  into.writes = bit(register);
}

/** Instructions with an operand. */
function decodeGroup(bytes: Buffer, position: number, end: number, op: number, rex: number, isWide: boolean, immediateBytes: number, address: number, start: number, into: Instruction): boolean {
  const isKnown = op === 0x63 || op === 0x69 || op === 0x6b || (op >= 0x80 && op <= 0x8f) || op === 0xc0 || op === 0xc1 || op === 0xc6 || op === 0xc7 || (op >= 0xd0 && op <= 0xd3) || (op >= 0xd8 && op <= 0xdf) || op === 0xf6 || op === 0xf7 || op === 0xfe || op === 0xff;
  if (!isKnown || !readOperand(bytes, position, end, rex, address, start)) return false;
  let at = operandEnd;
  into.reference = operandRip;
  const kind = operandReg & 7;
  if (operandMod === 3 && (op === 0x80 || op === 0x81 || op === 0x83 ? kind !== 7 : op === 0xc0 || op === 0xc1 || op === 0xc6 || (op >= 0xd0 && op <= 0xd3) || op === 0xfe || op === 0x8f)) into.writes = bit(operandRm);
  switch (op) {
    case 0x63: case 0x69: case 0x6b: into.writes = bit(operandReg); break;
    case 0x86: case 0x87: into.writes = bit(operandReg) | (operandMod === 3 ? bit(operandRm) : 0); break;
    case 0x88: if (operandMod === 3) into.writes = bit(operandRm); break;
    case 0x8a: case 0x8c: into.writes = bit(operandReg); break;
    case 0x89: setCopy(into, placeOfOperand(), operandReg); break;
    case 0x8b: setCopy(into, operandReg, placeOfOperand()); break;
    case 0x8d: into.writes = bit(operandReg); break;
    case 0xf6: case 0xf7: if (kind >= 4) into.writes = bit(0) | bit(2); else if (kind >= 2 && operandMod === 3) into.writes = bit(operandRm); break;
    default: break;
  }
  if (op === 0xff) {
    if (kind === 2 || kind === 3) into.flow = flow.indirectCall;
    else if (kind === 4 || kind === 5) into.flow = flow.indirectJump;
    else if (kind === 6) { into.effect = effect.push; into.source = placeOfOperand(); into.writes = bit(rsp); }
    else if (operandMod === 3) into.writes = bit(operandRm);
    if (into.flow !== flow.next && operandMod === 3) into.source = operandRm;
  }
  const size = op === 0x69 || op === 0x81 || op === 0xc7 ? immediateBytes : op === 0x6b || op === 0x80 || op === 0x82 || op === 0x83 || op === 0xc0 || op === 0xc1 || op === 0xc6 ? 1 : op === 0xf6 && kind < 2 ? 1 : op === 0xf7 && kind < 2 ? immediateBytes : 0;
  if (at + size > end) return false;
  const value = size === 1 ? bytes.readInt8(at) : size === 2 ? bytes.readInt16LE(at) : size === 4 ? bytes.readInt32LE(at) : 0;
  at += size;
  if (op === 0xc7) {
    if (size === 4) into.immediate = value;
    const place = placeOfOperand();
    if (operandMod === 3) setConstant(into, operandRm, isWide ? value : value >>> 0);
    else if (place !== nowhere) { into.effect = effect.constant; into.destination = place; into.value = value; }
  } else if (op === 0x81 && kind === 7 && size === 4) into.immediate = value;
  if ((op === 0x81 || op === 0x83) && operandMod === 3) {
    if (operandRm === rsp && (kind === 5 || kind === 0)) { into.effect = effect.moveStack; into.value = kind === 0 ? value : -value; }
    else if (kind === 4 && value === 0) setConstant(into, operandRm, 0);
    else if (kind === 1 && value === -1) setConstant(into, operandRm, -1);
  }
  if (op === 0x8d && operandReg === rsp && !Number.isNaN(operandStack)) { into.effect = effect.moveStack; into.value = operandStack; }
  return finish(into, start, at, end);
} // prettier-ignore

function setCopy(into: Instruction, destination: Place, source: Place): void {
  into.effect = effect.copy;
  into.destination = destination;
  into.source = source;
  if (destination >= 0 && destination < 64) into.writes = bit(destination);
}

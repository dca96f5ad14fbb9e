import { describe, expect, it } from 'vitest';
import { CodeGraph } from './code-graph.ts';
import { readCodeFile } from './code-file.ts';
import { findNumbers } from './find-numbers.ts';
import { Instruction } from './machine.ts';
import { x86Machine } from './x86-machine.ts';

const base = 0x400000;
const codeAt = 0x1000;

/** A static program with fixed addresses: one segment of code, one of data. */
function makeProgram(machine: 62 | 183, code: readonly number[], data: readonly number[] = []): Buffer {
  const bytes = Buffer.alloc(0x3000);
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]).copy(bytes);
  bytes.writeUInt16LE(2, 16);
  bytes.writeUInt16LE(machine, 18);
  bytes.writeBigUInt64LE(BigInt(base + codeAt), 24);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  const segments = [[5, codeAt, code.length], [6, 0x2000, Math.max(8, data.length)]] as const; // prettier-ignore
  for (const [index, [flags, offset, size]] of segments.entries()) {
    const at = 64 + index * 56;
    bytes.writeUInt32LE(1, at);
    bytes.writeUInt32LE(flags, at + 4);
    for (const [field, value] of [[8, offset], [16, base + offset], [24, base + offset], [32, size], [40, size]] as const) bytes.writeBigUInt64LE(BigInt(value), at + field); // prettier-ignore
  }
  Buffer.from(code).copy(bytes, codeAt);
  Buffer.from(data).copy(bytes, 0x2000);
  return bytes;
}

function numbersOf(machine: 62 | 183, code: readonly number[], data?: readonly number[]): { readonly numbers: readonly number[]; readonly unknown: readonly number[] } {
  const file = readCodeFile('p', makeProgram(machine, code, data))!;
  const graph = new CodeGraph([file]);
  graph.reach([{ file, address: file.entry }]);
  const { numbers, unknown } = findNumbers(graph);
  return { numbers: [...numbers].sort((one, other) => one - other), unknown: unknown.map(({ address }) => address - base - codeAt) };
} // prettier-ignore

const syscall = [0x0f, 0x05];
const exit = [0xb8, 60, 0, 0, 0, ...syscall, 0x0f, 0x0b];
const arm = (...words: readonly number[]): number[] =>
  words.flatMap((word) => [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24]);

describe('numbers of system calls in machine code', () => {
  it.each<[string, readonly number[], readonly number[], readonly number[]]>([
    ['a constant', [...exit], [60], []],
    ['zero by xor', [0x31, 0xc0, ...syscall, ...exit], [0, 60], []],
    ['push and pop', [0x6a, 39, 0x58, ...syscall, ...exit], [39, 60], []],
    // mov ecx, 1; mov eax, ecx
    ['a copy', [0xb9, 1, 0, 0, 0, 0x89, 0xc8, ...syscall, ...exit], [1, 60], []],
    // test edi, edi; je +5; mov eax, 3; jmp +5; mov eax, 4
    ['two ways', [0x85, 0xff, 0x74, 7, 0xb8, 3, 0, 0, 0, 0xeb, 5, 0xb8, 4, 0, 0, 0, ...syscall, ...exit], [3, 4, 60], []],
    // mov eax, 5; mov ecx, 6; cmove eax, ecx
    ['a conditional move', [0xb8, 5, 0, 0, 0, 0xb9, 6, 0, 0, 0, 0x0f, 0x44, 0xc1, ...syscall, ...exit], [5, 6, 60], []],
    // mov qword [rsp+8], 7; mov rax, [rsp+8]
    ['a word of the stack', [0x48, 0xc7, 0x44, 0x24, 8, 7, 0, 0, 0, 0x48, 0x8b, 0x44, 0x24, 8, ...syscall, ...exit], [7, 60], []],
    // mov edi, 39; call wrapper; mov edi, 186; call wrapper; exit; wrapper: mov rax, rdi; syscall; ret
    ['a wrapper', [0xbf, 39, 0, 0, 0, 0xe8, 19, 0, 0, 0, 0xbf, 186, 0, 0, 0, 0xe8, 9, 0, 0, 0, ...exit, 0x48, 0x89, 0xf8, ...syscall, 0xc3], [39, 60, 186], []],
    // push 8; call wrapper; exit; wrapper: mov rax, [rsp+8]; syscall; ret
    ['an argument on the stack', [0x6a, 8, 0xe8, 9, 0, 0, 0, ...exit, 0x48, 0x8b, 0x44, 0x24, 8, ...syscall, 0xc3], [8, 60], []],
    // mov rax, [rdi]
    ['a number from memory', [0x48, 0x8b, 0x07, ...syscall, ...exit], [60], [3]],
  ])('of x86-64: %s', (_name, code, numbers, unknown) => {
    expect(numbersOf(62, code)).toEqual({ numbers, unknown });
  }); // prettier-ignore

  it('reads a variable at its beginning', () => {
    // mov rax, [rip+…]; the data segment is at 0x2000.
    expect(numbersOf(62, [0x48, 0x8b, 0x05, 0xf9, 0x0f, 0, 0, ...syscall, ...exit], [72, 0, 0, 0]).numbers).toEqual([60, 72]);
  });

  it('follows functions that only data point to, and none that nothing points to', () => {
    const reached = [0xb8, 9, 0, 0, 0, ...syscall, 0xc3];
    const dead = [0xb8, 11, 0, 0, 0, ...syscall, 0xc3];
    const pointer = [exit.length & 255, 0x10, 0x40, 0, 0, 0, 0, 0];
    const end = exit.length + reached.length;
    expect(numbersOf(62, [...exit, ...reached, ...dead], pointer).numbers).toEqual([9, 11, 60]);
    // A call makes the dead function a part of its own.
    expect(numbersOf(62, [...exit, ...reached, ...dead, 0xe8, ...signed(end - (end + dead.length + 5))], pointer).numbers).toEqual([9, 60]);
  });

  it('of arm64: constants, wrappers and numbers from memory', () => {
    // mov x8, #93; svc #0
    const armExit = [0xd2800ba8, 0xd4000001, 0xd4200000];
    expect(numbersOf(183, arm(...armExit))).toEqual({ numbers: [93], unknown: [] });
    // mov x0, #172; bl +16; mov x8, #93; svc; brk; wrapper: mov x8, x0; svc; ret
    expect(numbersOf(183, arm(0xd2801580, 0x94000004, ...armExit, 0xaa0003e8, 0xd4000001, 0xd65f03c0))).toEqual({
      numbers: [93, 172],
      unknown: [],
    });
    // ldr x8, [x0]
    expect(numbersOf(183, arm(0xf9400008, 0xd4000001, ...armExit))).toEqual({ numbers: [93], unknown: [4] });
  });
});

function signed(value: number): number[] {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return [...bytes];
}

describe('lengths of x86-64 instructions', () => {
  it.each<[string, readonly number[]]>([
    ['nop', [0x90]],
    ['endbr64', [0xf3, 0x0f, 0x1e, 0xfa]],
    ['mov rax, imm64', [0x48, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['mov ax, imm16', [0x66, 0xb8, 1, 2]],
    ['mov [rip+disp32], imm32', [0xc7, 0x05, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['mov eax, [rax+rcx*4+disp8]', [0x8b, 0x44, 0x88, 0x10]],
    ['mov eax, [disp32]', [0x8b, 0x04, 0x25, 1, 2, 3, 4]],
    ['test r/m8, imm8', [0xf6, 0xc1, 1]],
    ['not r/m8', [0xf6, 0xd1]],
    ['imul r, r/m, imm32', [0x69, 0xc1, 1, 2, 3, 4]],
    ['call [rip+disp32]', [0xff, 0x15, 1, 2, 3, 4]],
    ['data16 cs nopw', [0x66, 0x66, 0x2e, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0]],
    ['pshufd xmm, xmm, imm8', [0x66, 0x0f, 0x70, 0xc1, 1]],
    ['pshufb', [0x66, 0x0f, 0x38, 0x00, 0xc1]],
    ['palignr', [0x66, 0x0f, 0x3a, 0x0f, 0xc1, 8]],
    ['vzeroupper', [0xc5, 0xf8, 0x77]],
    ['vpalignr', [0xc4, 0xe3, 0x75, 0x0f, 0xc2, 8]],
    ['vmovdqu64 zmm, [rsi+disp8]', [0x62, 0xf1, 0xfe, 0x48, 0x6f, 0x46, 1]],
    ['movabs al, moffs64', [0xa0, 1, 2, 3, 4, 5, 6, 7, 8]],
    ['enter', [0xc8, 1, 2, 3]],
  ])('%s', (_name, bytes) => {
    const instruction = new Instruction();
    const padded = Buffer.from([...bytes, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90]);
    expect(x86Machine.decode(padded, 0, padded.length, 0, instruction)).toBe(true);
    expect(instruction.length).toBe(bytes.length);
    // Cut anywhere, it is no instruction, and nothing is read beyond.
    for (let cut = 0; cut < bytes.length; cut++) {
      const isKnown = x86Machine.decode(Buffer.from(bytes.slice(0, cut)), 0, cut, 0, instruction);
      expect(isKnown && instruction.length > cut).toBe(false);
    }
  });
});

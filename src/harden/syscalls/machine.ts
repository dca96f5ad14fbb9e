/** How control leaves an instruction. */
export const flow = { next: 0, jump: 1, branch: 2, call: 3, stop: 4, indirectJump: 5, indirectCall: 6, syscall: 7 } as const;

/** What it does to a place that a system call's number may be in. */
export const effect = { other: 0, constant: 1, copy: 2, maybeCopy: 3, push: 4, pop: 5, moveStack: 6, pushConstant: 7 } as const;

/** A place: a register by its number, or a word of the stack: `stackSlot` plus its distance from the stack pointer. */
export type Place = number;
export const stackSlot = 1 << 20;
/** No place that is followed. */
export const nowhere = -1;

/** One instruction; the decoder fills the same object each time. Addresses are those of the file. */
export class Instruction {
  length = 0;
  flow: number = flow.next;
  /** Of a direct jump or call; otherwise -1. */
  target = -1;
  /** What it reads, or takes the address of, at a fixed place; -1. */
  reference = -1;
  /** A constant that may be an address, in code that is not position-independent; -1. */
  immediate = -1;
  effect: number = effect.other;
  destination: Place = nowhere;
  source: Place = nowhere;
  value = 0;
  /** Registers that it writes, a bit each; those of `destination` too. */
  writes = 0;
  /** Filling between functions and loops. */
  isPadding = false;

  /** For the next one; its length is the decoder's to set. */
  clear(): void {
    this.flow = flow.next;
    this.target = -1;
    this.reference = -1;
    this.immediate = -1;
    this.effect = effect.other;
    this.destination = nowhere;
    this.source = nowhere;
    this.value = 0;
    this.writes = 0;
    this.isPadding = false;
  }
}

/** What differs between processors. */
export interface Machine {
  /** Fills `into` from the bytes at `position`; false where they are no instruction. */
  decode(bytes: Buffer, position: number, end: number, address: number, into: Instruction): boolean;
  /** At least so many bytes: where decoding goes on after bytes that are none. */
  readonly step: number;
  /** Forgets what earlier instructions left; called where a function begins. */
  reset(): void;
  /** Where the number of a system call is. */
  readonly numberRegister: Place;
  /** Registers that a call may change, and those of them that it returns something in. */
  readonly scratch: number;
  readonly results: number;
  readonly stackPointer: Place;
}
